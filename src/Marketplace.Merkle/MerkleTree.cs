using System.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Merkle;

/// <summary>The binary tree of every commitment (C2): node = H(left ‖ right), a missing leaf is 32 zero
/// bytes.</summary>
/// <remarks>The depth always follows from the number of leaves, never from a witness (C2, D9).</remarks>
public static class MerkleTree
{
    /// <summary>Deepest tree there is: a tensor has fewer than 2^40 leaves (O5).</summary>
    public const int MaxDepth = 40;

    private static readonly Hash32[] Zeros = ZerosUpTo(MaxDepth);

    /// <summary>⌈log2 leaves⌉; 0 for one leaf.</summary>
    public static int Depth(long leaves)
    {
        Invariant.That(leaves >= 1, "a tree has at least one leaf");
        return leaves == 1 ? 0 : BitOperations.Log2((ulong)(leaves - 1)) + 1;
    }

    /// <summary>Z_depth: the root of a tree whose 2^depth leaves are all missing.</summary>
    public static Hash32 Zero(int depth) => Zeros[depth];

    public static Hash32 Root(ReadOnlySpan<Hash32> leaves) => new MerkleLevels(leaves).Root;

    /// <summary>The siblings of a leaf, from the leaf up; as many as the tree is deep.</summary>
    public static Hash32[] Path(ReadOnlySpan<Hash32> leaves, long index) => new MerkleLevels(leaves).Path(index);

    /// <summary>The root that a node has at a place: bit k of the index says on which side the node stands
    /// at level k.</summary>
    public static Hash32 RootFromPath(Hash32 node, long index, ReadOnlySpan<Hash32> path)
    {
        for (var level = 0; level < path.Length; level++)
        {
            node = (index >> level & 1) == 0 ? Keccak.Hash(node, path[level]) : Keccak.Hash(path[level], node);
        }

        return node;
    }

    /// <summary>The root of the same tree with only its first leaves written and the rest missing (D2, LEAF).</summary>
    /// <param name="written">0 to the number of leaves.</param>
    public static Hash32 PrefixRoot(ReadOnlySpan<Hash32> leaves, long written) =>
        new MerkleLevels(leaves).PrefixRoot(written);

    /// <summary>What stands left of the way from leaf <paramref name="index"/> to the root: one node for each set bit
    /// of the index, from the lowest (B12).</summary>
    public static Hash32[] LeftSiblings(ReadOnlySpan<Hash32> leaves, long index) =>
        new MerkleLevels(leaves).LeftSiblings(index);

    /// <summary>The root of a tree whose leaves before <paramref name="index"/> are written, whose leaf there is
    /// <paramref name="node"/> and whose rest is missing.</summary>
    /// <param name="node">Zero(0) gives the prefix root of index leaves, a leaf's hash that of index + 1.</param>
    /// <param name="siblings">As <see cref="LeftSiblings"/> gives them; exactly as many as the index has set
    /// bits.</param>
    public static Hash32 PrefixRootFromSiblings(long index, Hash32 node, ReadOnlySpan<Hash32> siblings, int depth)
    {
        if (index < 0 || index >> depth != 0)
            throw new ArgumentException($"Leaf {index} is not in a tree of depth {depth}.");
        var expected = BitOperations.PopCount((ulong)index);
        if (siblings.Length != expected)
            throw new ArgumentException($"Leaf {index} has {expected} left siblings, not {siblings.Length}.");

        var next = 0;
        for (var level = 0; level < depth; level++)
        {
            node = (index >> level & 1) == 0 ? Keccak.Hash(node, Zeros[level]) : Keccak.Hash(siblings[next++], node);
        }

        return node;
    }

    private static Hash32[] ZerosUpTo(int depth)
    {
        var zeros = new Hash32[depth + 1];
        for (var level = 1; level <= depth; level++) zeros[level] = Keccak.Hash(zeros[level - 1], zeros[level - 1]);
        return zeros;
    }
}
