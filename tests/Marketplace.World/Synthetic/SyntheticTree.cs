using Marketplace.Merkle;
using Marketplace.Primitives;

namespace Marketplace.World.Synthetic;

/// <summary>A tree of which only a few leaves are known; every node that none of them stands under is drawn.</summary>
/// <remarks>Its root is as good a commitment as any: nobody can tell it from that of a tree which somebody built.</remarks>
public sealed class SyntheticTree
{
    private readonly Dictionary<(int Level, long Index), Hash32> _nodes = [];
    private readonly int _depth;

    /// <param name="leaves">The leaves that will be opened, at least one, by their numbers.</param>
    public SyntheticTree(int depth, IReadOnlyDictionary<long, Hash32> leaves, Draws draws)
    {
        _depth = depth;
        foreach (var (index, leaf) in leaves) _nodes.Add((0, index), leaf);
        var way = leaves.Keys.Order().ToList();
        for (var level = 0; level < depth; level++)
        {
            foreach (var index in way) _nodes.TryAdd((level, index ^ 1), draws.Hash());
            way = [.. way.Select(index => index >> 1).Distinct()];
            foreach (var index in way)
                _nodes.Add((level + 1, index), Keccak.Hash(_nodes[(level, 2 * index)], _nodes[(level, 2 * index + 1)]));
        }
    }

    public Hash32 Root => _nodes[(_depth, 0)];

    /// <summary>The siblings of a known leaf, from the leaf up.</summary>
    public Hash32[] Path(long index) =>
        [.. Enumerable.Range(0, _depth).Select(level => _nodes[(level, index >> level ^ 1)])];
}
