using Marketplace.Primitives;

namespace Marketplace.Merkle;

/// <summary>A tensor's root alone (C2): no node is kept but one for each chunk of leaves, whose subtree is hashed inside
/// the cache.</summary>
public static class TensorRoot
{
    private const int ChunkLevels = TensorHashing.ChunkLevels;
    private const int ChunkLeaves = TensorHashing.ChunkLeaves;

    /// <param name="words">rows · columns patterns, row by row.</param>
    public static Hash32 Of(uint[] words, int rows, int columns, TreeHashing how)
    {
        Invariant.That(words.Length == (long)rows * columns, "a tensor has rows · columns words");
        Invariant.That(how.Threads >= 1, "somebody hashes");
        var leaves = TensorLeaves.Count(rows, columns);
        var depth = MerkleTree.Depth(leaves);
        var roots = new Hash32[(leaves + ChunkLeaves - 1) / ChunkLeaves];
        if (how.Threads == 1 || roots.Length == 1)
        {
            for (var chunk = 0; chunk < roots.Length; chunk++) Hash(chunk);
        }
        else
        {
            Parallel.For(0, roots.Length, new ParallelOptions { MaxDegreeOfParallelism = how.Threads }, Hash);
        }

        for (var level = ChunkLevels + 1; level <= depth; level++)
        {
            var nodes = new Hash32[(roots.Length + 1) / 2];
            TreeNodes.Raise(roots, level, nodes, how.Path);
            roots = nodes;
        }

        return roots[0];

        void Hash(int chunk)
        {
            var first = (long)chunk * ChunkLeaves;
            var count = (int)Math.Min(ChunkLeaves, leaves - first);
            roots[chunk] = ChunkRoot(words, columns, (int)first, count, Math.Min(ChunkLevels, depth), how.Path);
        }
    }

    private static Hash32 ChunkRoot(uint[] words, int columns, int first, int count, int levels, KeccakPath path)
    {
        Span<Hash32> below = stackalloc Hash32[ChunkLeaves];
        Span<Hash32> above = stackalloc Hash32[ChunkLeaves / 2];
        TensorLeaves.Hash(words, columns, first, below[..count], path);
        for (var level = 1; level <= levels; level++)
        {
            var nodes = (count + 1) / 2;
            TreeNodes.Raise(below[..count], level, above[..nodes], path);
            var read = below;
            below = above;
            above = read;
            count = nodes;
        }

        return below[0];
    }
}
