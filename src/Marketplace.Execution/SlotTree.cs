using Marketplace.Merkle;
using Marketplace.Primitives;

namespace Marketplace.Execution;

/// <summary>The tree over one half of the slots: 2^D leaves, each a tensor root or 0 (C3). One slot is
/// rewritten in D hashes.</summary>
internal sealed class SlotTree
{
    private readonly Hash32[][] _levels;

    /// <param name="roots">Of the first slots of the half; the others are unwritten.</param>
    public SlotTree(int depth, ReadOnlySpan<Hash32> roots)
    {
        _levels = new Hash32[depth + 1][];
        _levels[0] = new Hash32[1 << depth];
        roots.CopyTo(_levels[0]);
        for (var level = 1; level <= depth; level++)
        {
            var below = _levels[level - 1];
            var nodes = new Hash32[below.Length / 2];
            for (var i = 0; i < nodes.Length; i++) nodes[i] = Keccak.Hash(below[2 * i], below[2 * i + 1]);
            _levels[level] = nodes;
        }
    }

    public Hash32 Root => _levels[^1][0];

    public Hash32[] Path(int slot) =>
        [.. Enumerable.Range(0, _levels.Length - 1).Select(level => _levels[level][slot >> level ^ 1])];

    public void Set(int slot, Hash32 root)
    {
        _levels[0][slot] = root;
        for (var level = 1; level < _levels.Length; level++)
        {
            var i = slot >> level;
            _levels[level][i] = Keccak.Hash(_levels[level - 1][2 * i], _levels[level - 1][2 * i + 1]);
        }
    }
}
