using System.Runtime.InteropServices;
using Marketplace.Primitives;

namespace Marketplace.Merkle;

/// <summary>The inner nodes of a tree, many at once. Level 0 holds the leaves, level k ⌈leaves / 2^k⌉ nodes; what is
/// missing to the right is Z_k (C2).</summary>
internal static class TreeNodes
{
    private const int NodeBytes = 2 * Hash32.Size;

    // Pairs that are gathered before they are hashed.
    private const int Batch = 64;

    /// <summary>Levels of the right lengths, not yet written.</summary>
    public static Hash32[][] Allocate(int leaves)
    {
        var levels = new Hash32[MerkleTree.Depth(leaves) + 1][];
        for (var level = 0; level < levels.Length; level++)
        {
            levels[level] = GC.AllocateUninitializedArray<Hash32>(leaves);
            leaves = (leaves + 1) / 2;
        }

        return levels;
    }

    /// <summary>Writes some nodes of a level from the level below.</summary>
    /// <param name="level">At least 1.</param>
    public static void Raise(Hash32[][] levels, int level, int first, int count, KeccakPath path)
    {
        var below = levels[level - 1].AsSpan(2 * first);
        Raise(below[..Math.Min(2 * count, below.Length)], level, levels[level].AsSpan(first, count), path);
    }

    /// <summary>Writes nodes from their children.</summary>
    /// <param name="below">Two for each node; the last node's second one may be missing.</param>
    /// <param name="level">The nodes' level, at least 1.</param>
    public static void Raise(ReadOnlySpan<Hash32> below, int level, Span<Hash32> nodes, KeccakPath path)
    {
        var pairs = below.Length / 2;
        Keccak.HashMany(MemoryMarshal.AsBytes(below[..(2 * pairs)]), NodeBytes, nodes[..pairs], path);
        if (pairs < nodes.Length) nodes[pairs] = Keccak.Hash(below[^1], MerkleTree.Zero(level - 1));
    }

    /// <summary>Writes the nodes that are named, from the level below.</summary>
    /// <param name="numbers">Ascending.</param>
    public static void Raise(Hash32[][] levels, int level, ReadOnlySpan<int> numbers, KeccakPath path)
    {
        var (below, nodes) = (levels[level - 1], levels[level]);
        Span<Hash32> pairs = stackalloc Hash32[2 * Batch];
        Span<Hash32> hashed = stackalloc Hash32[Batch];
        while (numbers.Length > 0)
        {
            var batch = numbers[..Math.Min(Batch, numbers.Length)];
            numbers = numbers[batch.Length..];
            for (var i = 0; i < batch.Length; i++)
            {
                var left = 2 * batch[i];
                pairs[2 * i] = below[left];
                pairs[2 * i + 1] = left + 1 < below.Length ? below[left + 1] : MerkleTree.Zero(level - 1);
            }

            var gathered = MemoryMarshal.AsBytes(pairs[..(2 * batch.Length)]);
            Keccak.HashMany(gathered, NodeBytes, hashed[..batch.Length], path);
            for (var i = 0; i < batch.Length; i++) nodes[batch[i]] = hashed[i];
        }
    }
}
