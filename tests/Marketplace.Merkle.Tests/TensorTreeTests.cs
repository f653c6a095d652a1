using Marketplace.Merkle;
using Marketplace.Primitives;

namespace Marketplace.Merkle.Tests;

public class TensorTreeTests
{
    [Fact]
    public void Leaf_IsLittleEndianAndZeroFilled_AsInTheProtocolsExample()
    {
        var tree = new TensorTree([0x3f800000, 0x80000000], 1, 2);
        var bytes = new byte[256];
        Convert.FromHexString("0000803f00000080").CopyTo(bytes, 0);
        tree.LeafBytes(0).Should().Equal(bytes);
        tree.Depth.Should().Be(0);
        tree.Root.Should().Be(Keccak.Hash(bytes));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 64, 3)]
    [InlineData(3, 65, 6)]
    [InlineData(5, 130, 15)]
    public void Rows_StartNewLeaves(int rows, int columns, int leaves)
    {
        var words = Enumerable.Range(1, rows * columns).Select(i => (uint)i * 2654435761u).ToArray();
        var tree = new TensorTree(words, rows, columns);
        tree.Leaves.Should().Be(leaves);
        for (var e = 0; e < words.Length; e++)
        {
            var leaf = TensorLeaves.Number(e / columns, e % columns, columns);
            var bytes = tree.LeafBytes(leaf);
            BitConverter.ToUInt32(bytes, e % columns % 64 * 4).Should().Be(words[e]);
            tree.LeafHash(leaf).Should().Be(Keccak.Hash(bytes));
            bytes.Skip(4 * TensorLeaves.WordsInside(leaf, columns)).Should().NotContain(b => b != 0);
        }

        var hashes = TensorLeaves.Hashes(words, rows, columns);
        tree.Root.Should().Be(MerkleTree.Root(hashes));
        for (var i = 0; i <= leaves; i++) tree.PrefixRoot(i).Should().Be(MerkleTree.PrefixRoot(hashes, i));
        for (var i = 0; i < leaves; i++) tree.Path(i).Should().Equal(MerkleTree.Path(hashes, i));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 65)]
    [InlineData(1024, 64)]
    [InlineData(1025, 3)]
    [InlineData(3000, 70)]
    [InlineData(8193, 64)]
    public void RootAlone_IsTheTreesRoot(int rows, int columns)
    {
        var words = Enumerable.Range(1, rows * columns).Select(i => (uint)i * 2654435761u).ToArray();
        var root = new TensorTree(words, rows, columns).Root;
        for (var threads = 1; threads <= 3; threads++)
            TensorRoot.Of(words, rows, columns, new TreeHashing(KeccakPaths.Best, threads)).Should().Be(root);
    }

    [Fact]
    public void AWrittenLeafOfZeros_IsNotAMissingLeaf()
    {
        var tree = new TensorTree(new uint[64], 1, 64);
        tree.Root.Should().Be(Keccak.Hash(new byte[256])).And.NotBe(tree.PrefixRoot(0));
        tree.PrefixRoot(0).Should().Be(MerkleTree.Zero(0));
    }

    [Fact]
    public void Nodes_AreTheEightWordsOfALeaf()
    {
        var leaf = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var nodes = TensorLeaves.Nodes(leaf);
        nodes.Should().HaveCount(8);
        nodes.SelectMany(n => n.ToArray()).Should().Equal(leaf);
        MerkleTree.Path(nodes, 5).Should().HaveCount(3);
    }
}
