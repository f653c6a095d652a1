using Marketplace.Merkle;
using Marketplace.Primitives;

namespace Marketplace.Merkle.Tests;

public class MerkleTreeTests
{
    private static Hash32[] Leaves(int count) =>
        Enumerable.Range(0, count).Select(i => Keccak.Hash([(byte)i, (byte)(i >> 8)])).ToArray();

    // The tree by its definition: pad to 2^depth with zeros, then hash pairwise.
    private static Hash32 ByDefinition(IReadOnlyList<Hash32> leaves, int depth)
    {
        var nodes = leaves.Concat(Enumerable.Repeat(Hash32.Zero, (1 << depth) - leaves.Count)).ToArray();
        while (nodes.Length > 1) nodes = nodes.Chunk(2).Select(pair => Keccak.Hash(pair[0], pair[1])).ToArray();
        return nodes[0];
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(64, 6)]
    [InlineData(65, 7)]
    [InlineData((1L << 40) - 1, 40)]
    public void Depth_IsTheCeilingOfTheLogarithm(long leaves, int depth) => MerkleTree.Depth(leaves).Should().Be(depth);

    [Fact]
    public void Zero_IsTheTreeOfMissingLeaves()
    {
        MerkleTree.Zero(0).Should().Be(Hash32.Zero);
        MerkleTree.Zero(1).ToString().Should().Be("0xad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5");
        for (var depth = 0; depth < 6; depth++) MerkleTree.Zero(depth).Should().Be(ByDefinition([], depth));
    }

    [Fact]
    public void Root_Path_Prefix_AgreeWithTheDefinition_ForAllSmallTrees()
    {
        for (var count = 1; count <= 20; count++)
        {
            var leaves = Leaves(count);
            var depth = MerkleTree.Depth(count);
            MerkleTree.Root(leaves).Should().Be(ByDefinition(leaves, depth));
            for (var i = 0; i < count; i++)
            {
                var path = MerkleTree.Path(leaves, i);
                path.Should().HaveCount(depth);
                MerkleTree.RootFromPath(leaves[i], i, path).Should().Be(MerkleTree.Root(leaves));

                var siblings = MerkleTree.LeftSiblings(leaves, i);
                MerkleTree.PrefixRootFromSiblings(i, Hash32.Zero, siblings, depth)
                    .Should().Be(MerkleTree.PrefixRoot(leaves, i));
                MerkleTree.PrefixRootFromSiblings(i, leaves[i], siblings, depth)
                    .Should().Be(MerkleTree.PrefixRoot(leaves, i + 1));
            }

            for (var i = 0; i <= count; i++)
                MerkleTree.PrefixRoot(leaves, i).Should().Be(ByDefinition(leaves[..i], depth));
        }
    }

    [Fact]
    public void Path_OfAMissingLeaf_ProvesThatItIsMissing()
    {
        var leaves = Leaves(5);
        MerkleTree.RootFromPath(Hash32.Zero, 6, MerkleTree.Path(leaves, 6)).Should().Be(MerkleTree.Root(leaves));
    }

    [Fact]
    public void PrefixRootFromSiblings_WithAnotherNumberOfSiblings_IsRefused()
    {
        var leaves = Leaves(8);
        var siblings = MerkleTree.LeftSiblings(leaves, 5);
        siblings.Should().HaveCount(2);
        Action tooFew = () => MerkleTree.PrefixRootFromSiblings(5, Hash32.Zero, siblings.AsSpan(1), 3);
        Action tooMany = () => MerkleTree.PrefixRootFromSiblings(4, Hash32.Zero, siblings, 3);
        Action outside = () => MerkleTree.PrefixRootFromSiblings(8, Hash32.Zero, siblings.AsSpan(1), 3);
        tooFew.Should().Throw<ArgumentException>();
        tooMany.Should().Throw<ArgumentException>();
        outside.Should().Throw<ArgumentException>();
    }
}
