using Marketplace.Merkle;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution;

/// <summary>The persistent slots between two steps, with their commitment (C3). Immutable; what did not
/// change is not hashed again.</summary>
public sealed class CommittedState
{
    private readonly Tensor[] _tensors;
    private readonly Lazy<TensorTree>[] _trees;
    private readonly Lazy<SlotTree> _half;

    /// <param name="tensors">One for each persistent slot, of its type and shape. They must not be written
    /// afterwards.</param>
    public CommittedState(SlotTable slots, IReadOnlyList<Tensor> tensors)
        : this(slots, [.. tensors], [.. tensors.Select(t => new Lazy<TensorTree>(t.Tree))])
    {
    }

    private CommittedState(SlotTable slots, Tensor[] tensors, Lazy<TensorTree>[] trees)
    {
        Invariant.That(tensors.Length == slots.Persistent.Length, "a state has a tensor for every persistent slot");
        for (var i = 0; i < tensors.Length; i++)
        {
            var (slot, tensor) = (slots.Persistent[i], tensors[i]);
            var fits = tensor.Type == slot.Type && tensor.Shape == slot.Shape;
            Invariant.That(fits, $"slot {slot.Name} holds its type and shape");
        }

        Slots = slots;
        _tensors = tensors;
        _trees = trees;
        _half = new(() => new SlotTree(slots.Depth, [.. _trees.Select(tree => tree.Value.Root)]));
    }

    public SlotTable Slots { get; }

    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <summary>persistentRoot: the state root.</summary>
    public Hash32 Root => _half.Value.Root;

    public TensorTree Tree(int slot) => _trees[slot].Value;

    /// <summary>The D siblings of a slot in the persistent half, from the leaf up.</summary>
    public Hash32[] SlotPath(int slot) => _half.Value.Path(slot);

    /// <summary>The state in which some slots hold other tensors; a tensor that stays keeps its tree, and of one that
    /// changes only the leaves that differ are hashed.</summary>
    /// <param name="tensors">One for each persistent slot.</param>
    public CommittedState Next(IReadOnlyList<Tensor> tensors)
    {
        var trees = new Lazy<TensorTree>[_tensors.Length];
        for (var i = 0; i < trees.Length; i++)
        {
            var tensor = tensors[i];
            trees[i] = ReferenceEquals(tensor, _tensors[i]) ? _trees[i] : NextTree(_trees[i], tensor);
        }

        return new CommittedState(Slots, [.. tensors], trees);
    }

    // A tree that is not hashed yet is not waited for: a row of states would keep one another alive.
    private static Lazy<TensorTree> NextTree(Lazy<TensorTree> last, Tensor tensor) =>
        last.IsValueCreated && last.Value is var tree && tree.Rows == tensor.Rows && tree.Columns == tensor.Columns
            ? new(() => tree.Update(tensor.Words))
            : new(tensor.Tree);
}
