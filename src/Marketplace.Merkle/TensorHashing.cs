using Marketplace.Primitives;

namespace Marketplace.Merkle;

/// <summary>Hashes a tensor into the levels of its tree. The leaves are cut into chunks, each the leaves of one
/// complete subtree: a chunk's nodes are hashed while its leaves are in the cache, and chunks do not meet, so that any
/// thread may take any of them.</summary>
internal sealed class TensorHashing(uint[] words, int rows, int columns, TreeHashing how)
{
    // 2^10 leaves are 256 KiB of words.
    internal const int ChunkLevels = 10;
    internal const int ChunkLeaves = 1 << ChunkLevels;

    private readonly Hash32[][] _levels = TreeNodes.Allocate(checked((int)TensorLeaves.Count(rows, columns)));

    private int Leaves => _levels[0].Length;

    private int Depth => _levels.Length - 1;

    /// <summary>All levels, hashed anew.</summary>
    public Hash32[][] Build()
    {
        OverChunks(HashChunk);
        RaiseAboveChunks();
        return _levels;
    }

    /// <summary>All levels, where only leaves that differ from those of other words and their ancestors are hashed.
    /// To compare a leaf costs a tenth of hashing it.</summary>
    /// <param name="oldLevels">The levels of the old words; returned themselves if nothing differs.</param>
    public Hash32[][] BuildFrom(uint[] oldWords, Hash32[][] oldLevels)
    {
        var changed = 0;
        OverChunks(chunk =>
        {
            if (UpdateChunk(chunk, oldWords, oldLevels)) Volatile.Write(ref changed, 1);
        });
        if (changed == 0) return oldLevels;
        RaiseAboveChunks();
        return _levels;
    }

    private void OverChunks(Action<int> hash)
    {
        var chunks = (Leaves + ChunkLeaves - 1) / ChunkLeaves;
        if (how.Threads == 1 || chunks == 1)
        {
            for (var chunk = 0; chunk < chunks; chunk++) hash(chunk);
        }
        else
        {
            Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = how.Threads }, hash);
        }
    }

    private void HashChunk(int chunk)
    {
        var first = chunk * ChunkLeaves;
        var count = Math.Min(ChunkLeaves, Leaves - first);
        TensorLeaves.Hash(words, columns, first, _levels[0].AsSpan(first, count), how.Path);
        for (var level = 1; level <= Math.Min(ChunkLevels, Depth); level++)
        {
            var (from, nodes) = NodesOf(chunk, level);
            TreeNodes.Raise(_levels, level, from, nodes, how.Path);
        }
    }

    /// <summary>Whether any leaf of the chunk differs.</summary>
    private bool UpdateChunk(int chunk, uint[] oldWords, Hash32[][] oldLevels)
    {
        Span<int> numbers = stackalloc int[ChunkLeaves];
        var first = chunk * ChunkLeaves;
        var count = Math.Min(ChunkLeaves, Leaves - first);
        var changed = numbers[..TensorLeaves.Changed(oldWords, words, columns, first, count, numbers)];
        if (changed.Length == count)
        {
            HashChunk(chunk);
            return true;
        }

        for (var level = 0; level <= Math.Min(ChunkLevels, Depth); level++)
        {
            var (from, nodes) = NodesOf(chunk, level);
            oldLevels[level].AsSpan(from, nodes).CopyTo(_levels[level].AsSpan(from));
        }

        TensorLeaves.Hash(words, columns, changed, _levels[0], how.Path);
        for (var level = 1; level <= Math.Min(ChunkLevels, Depth); level++)
        {
            changed = Parents(changed);
            TreeNodes.Raise(_levels, level, changed, how.Path);
        }

        return changed.Length > 0;
    }

    private void RaiseAboveChunks()
    {
        for (var level = ChunkLevels + 1; level <= Depth; level++)
            TreeNodes.Raise(_levels, level, 0, _levels[level].Length, how.Path);
    }

    /// <summary>The nodes above a chunk's leaves.</summary>
    private (int First, int Count) NodesOf(int chunk, int level)
    {
        var first = chunk << (ChunkLevels - level);
        return (first, Math.Min(ChunkLeaves >> level, _levels[level].Length - first));
    }

    /// <summary>The numbers of the parents, each once, written over those of the children.</summary>
    private static Span<int> Parents(Span<int> children)
    {
        var count = 0;
        foreach (var child in children)
        {
            if (count == 0 || children[count - 1] != child >> 1) children[count++] = child >> 1;
        }

        return children[..count];
    }
}
