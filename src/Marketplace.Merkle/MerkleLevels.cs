using System.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Merkle;

/// <summary>A tree with all its nodes kept: every root, path and prefix root afterwards costs at most its
/// depth.</summary>
public sealed class MerkleLevels
{
    // Level 0 holds the leaves; level k holds ⌈leaves / 2^k⌉ nodes, what is missing to the right is Z_k.
    private readonly Hash32[][] _levels;

    /// <param name="leaves">At least one.</param>
    public MerkleLevels(ReadOnlySpan<Hash32> leaves)
        : this(TreeNodes.Allocate(leaves.Length))
    {
        leaves.CopyTo(_levels[0]);
        for (var level = 1; level <= Depth; level++)
            TreeNodes.Raise(_levels, level, 0, _levels[level].Length, KeccakPaths.Best);
    }

    /// <param name="levels">As <see cref="TreeNodes"/> lays them out; kept, not copied.</param>
    internal MerkleLevels(Hash32[][] levels) => _levels = levels;

    internal Hash32[][] Levels => _levels;

    public int Depth => _levels.Length - 1;

    public int Leaves => _levels[0].Length;

    public Hash32 Root => _levels[^1][0];

    public Hash32 Leaf(long index) => _levels[0][index];

    /// <summary>The siblings from the leaf up.</summary>
    /// <param name="index">A place of the tree, also of a missing leaf: 0 to 2^depth − 1.</param>
    public Hash32[] Path(long index)
    {
        Invariant.That(index >= 0 && index >> Depth == 0, "the leaf is in the tree");
        var path = new Hash32[Depth];
        for (var level = 0; level < path.Length; level++)
        {
            var sibling = index >> level ^ 1;
            path[level] = sibling < _levels[level].Length ? _levels[level][sibling] : MerkleTree.Zero(level);
        }

        return path;
    }

    /// <summary>The root with the first leaves written and the rest missing.</summary>
    public Hash32 PrefixRoot(long written)
    {
        Invariant.That(written >= 0 && written <= Leaves, "a prefix is no longer than the leaves");
        return written == Leaves
            ? Root
            : MerkleTree.PrefixRootFromSiblings(written, MerkleTree.Zero(0), LeftSiblings(written), Depth);
    }

    /// <summary>One complete subtree for each set bit of the index, from the lowest.</summary>
    public Hash32[] LeftSiblings(long index)
    {
        Invariant.That(index >= 0 && index < Leaves, "the leaf is written");
        var siblings = new Hash32[BitOperations.PopCount((ulong)index)];
        var next = 0;
        for (var level = 0; level < Depth; level++)
        {
            if ((index >> level & 1) == 1) siblings[next++] = _levels[level][(index >> level) - 1];
        }

        return siblings;
    }
}
