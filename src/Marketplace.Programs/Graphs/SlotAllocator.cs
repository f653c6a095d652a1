using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>Gives scratch slots out and takes them back, so that the halves stay shallow (C3). A slot keeps
/// its type and shape.</summary>
internal sealed class SlotAllocator
{
    private readonly List<Slot> _slots = [];
    private readonly SortedSet<int> _free = [];

    public ImmutableArray<Slot> Slots => [.. _slots];

    /// <returns>The scratch slot's index: the lowest free one that fits, else a new one.</returns>
    public int Take(ElementType type, Shape shape)
    {
        foreach (var i in _free)
        {
            if (_slots[i].Type != type || _slots[i].Shape != shape) continue;
            _free.Remove(i);
            return i;
        }

        _slots.Add(new Slot(SlotKind.Scratch, type, shape, $"scratch.{_slots.Count}"));
        return _slots.Count - 1;
    }

    public void Free(int slot) => _free.Add(slot);
}
