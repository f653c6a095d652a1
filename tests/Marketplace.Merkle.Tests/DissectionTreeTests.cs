using Marketplace.Merkle;
using Marketplace.Primitives;

namespace Marketplace.Merkle.Tests;

public class DissectionTreeTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(16, 1, 16)]
    [InlineData(17, 2, 9)]
    [InlineData(31, 2, 16)]
    [InlineData(33, 3, 11)]
    [InlineData(64, 4, 16)]
    public void Cuts_FollowFromTheLengthAlone(long length, long stride, int segments)
    {
        DissectionTree.Stride(length, DissectionTree.Arity).Should().Be(stride);
        DissectionTree.Segments(length, DissectionTree.Arity).Should().Be(segments);
        DissectionTree.Position(length, DissectionTree.Arity, 0).Should().Be(0);
        DissectionTree.Position(length, DissectionTree.Arity, segments).Should().Be(length);
    }

    [Fact]
    public void PairRoot_OpensAtOnePair()
    {
        var values = Enumerable.Range(0, 12).Select(i => Keccak.Hash([(byte)i])).ToArray();
        var root = DissectionTree.PairRoot(values);
        for (var i = 0; i < 11; i++)
        {
            var path = DissectionTree.PairPath(values, i);
            path.Should().HaveCount(4);
            MerkleTree.RootFromPath(Keccak.Hash(values[i], values[i + 1]), i, path).Should().Be(root);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 1)]
    [InlineData(9, 2)]
    [InlineData(64, 8)]
    public void TermLeaves_HoldNineBigEndianValues(int segments, int leaves)
    {
        var values = Enumerable.Range(0, segments + 1).Select(i => 0x01020300u + (uint)i).ToArray();
        DissectionTree.TermLeaves(values).Should().HaveCount(leaves);
        var root = DissectionTree.TermRoot(values);
        for (var segment = 0; segment < segments; segment++)
        {
            var chunk = DissectionTree.TermChunk(values, segment / 8);
            chunk.Should().HaveCount(36);
            chunk.AsSpan(segment % 8 * 4, 8).ToArray().Should().Equal(
                1, 2, 3, (byte)segment, 1, 2, 3, (byte)(segment + 1));
            MerkleTree.RootFromPath(Keccak.Hash(chunk), segment / 8, DissectionTree.TermPath(values, segment))
                .Should().Be(root);
        }
    }

    [Fact]
    public void TermChunk_IsZeroFilledPastTheLastValue()
    {
        var chunk = DissectionTree.TermChunk([1, 2, 3], 0);
        chunk.AsSpan(12).ToArray().Should().OnlyContain(b => b == 0);
    }
}
