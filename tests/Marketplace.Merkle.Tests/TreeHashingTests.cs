using Marketplace.Primitives;

namespace Marketplace.Merkle.Tests;

/// <summary>Neither the path nor the threads nor what was hashed before changes a bit of a tree (C2).</summary>
public class TreeHashingTests
{
    public static TheoryData<KeccakPath, int> Ways
    {
        get
        {
            var ways = new TheoryData<KeccakPath, int>();
            foreach (var path in KeccakPaths.Supported)
                foreach (var threads in (int[])[1, 2, 3])
                    ways.Add(path, threads);
            return ways;
        }
    }

    // Full and partial leaves, one chunk of 1024 leaves and several, complete trees and others.
    private static readonly (int Rows, int Columns)[] Shapes =
    [
        (1, 1), (1, 64), (2, 65), (7, 64), (9, 100), (33, 128),
        (1024, 64), (1025, 64), (700, 130), (3, 64 * 1024), (5, 64 * 700 + 3),
    ];

    // The plain trees are slow: each is made once for all ways.
    private static readonly Lazy<Case[]> Cases = new(() => [.. Shapes.Select(s => new Case(s.Rows, s.Columns))]);

    private static uint[] Words(int count, int seed)
    {
        var words = new uint[count];
        new Random(seed).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void ATree_IsThePlainOne(KeccakPath path, int threads)
    {
        foreach (var c in Cases.Value)
            HasTheBitsOf(new TensorTree(c.Words, c.Rows, c.Columns, new TreeHashing(path, threads)), c.Plain);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void AnUpdatedTree_IsThePlainOneOfItsWords_AndTheOldTreeStays(KeccakPath path, int threads)
    {
        var how = new TreeHashing(path, threads);
        foreach (var c in Cases.Value)
        {
            var old = new TensorTree(c.Words, c.Rows, c.Columns, how);
            foreach (var (words, plain) in c.Next) HasTheBitsOf(old.Update(words, how), plain);
            HasTheBitsOf(old, c.Plain);
        }
    }

    // The first and the last word of every leaf, in a tensor whose rows end inside a leaf.
    [Fact]
    public void AChangeOfAnyLeaf_IsFound()
    {
        const int rows = 5;
        const int columns = 130;
        var words = Words(rows * columns, 1);
        var tree = new TensorTree(words, rows, columns);
        for (var leaf = 0; leaf < tree.Leaves; leaf++)
        {
            var first = leaf / 3 * columns + leaf % 3 * 64;
            foreach (var word in (int[])[first, first + TensorLeaves.WordsInside(leaf, columns) - 1])
            {
                var next = (uint[])words.Clone();
                next[word] ^= 0x80000000;
                var updated = tree.Update(next);
                updated.Root.Should().Be(new PlainTree(next, rows, columns).Root).And.NotBe(tree.Root);
                for (var i = 0; i < tree.Leaves; i++) (updated.LeafHash(i) == tree.LeafHash(i)).Should().Be(i != leaf);
            }
        }
    }

    [Fact]
    public void EqualWords_KeepTheirNodes_AndGiveTheirOwnLeaves()
    {
        var words = Words(300 * 64, 1);
        var tree = new TensorTree(words, 300, 64);
        var again = tree.Update((uint[])words.Clone());
        again.Root.Should().Be(tree.Root);
        again.Path(17).Should().Equal(tree.Path(17));
        again.LeafBytes(17).Should().Equal(tree.LeafBytes(17));
    }

    [Fact]
    public void WordsOfAnotherShape_AreABug()
    {
        var tree = new TensorTree(new uint[64], 1, 64);
        Action shorter = () => tree.Update(new uint[63]);
        Action nobody = () => tree.Update(new uint[64], new TreeHashing(KeccakPath.Scalar, 0));
        shorter.Should().Throw<InvariantBrokenException>();
        nobody.Should().Throw<InvariantBrokenException>();
    }

    private static void HasTheBitsOf(TensorTree tree, PlainTree plain)
    {
        tree.Root.Should().Be(plain.Root);
        tree.Leaves.Should().Be(plain.Leaves.Count);
        for (var i = 0; i < tree.Leaves; i++)
        {
            // The path is proved only now and then: it costs a plain tree's depth in hashes.
            (tree.LeafHash(i) == plain.Leaves[i]).Should().BeTrue();
            if (i % 97 == 0) MerkleTree.RootFromPath(plain.Leaves[i], i, tree.Path(i)).Should().Be(plain.Root);
        }
    }

    /// <summary>A tensor, and others of its shape: one word changed, some words changed, all words changed.</summary>
    private sealed class Case
    {
        public Case(int rows, int columns)
        {
            (Rows, Columns, Words) = (rows, columns, TreeHashingTests.Words(rows * columns, rows));
            Plain = new PlainTree(Words, rows, columns);
            var others = TreeHashingTests.Words(Words.Length, rows + 1);
            uint[][] next = [Changed(1), Changed(Words.Length / 640 + 3), others];
            Next = [.. next.Select(words => (words, new PlainTree(words, rows, columns)))];
        }

        public int Rows { get; }

        public int Columns { get; }

        public uint[] Words { get; }

        public PlainTree Plain { get; }

        public (uint[] Words, PlainTree Plain)[] Next { get; }

        private uint[] Changed(int changes)
        {
            var words = (uint[])Words.Clone();
            var random = new Random(changes);
            for (var i = 0; i < changes; i++) words[random.Next(words.Length)] ^= 1u << random.Next(32);
            return words;
        }
    }
}
