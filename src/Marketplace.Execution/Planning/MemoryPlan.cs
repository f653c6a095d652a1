using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.Execution.Planning;

/// <summary>How much memory a run spends to save time.</summary>
public enum MemoryUse
{
    /// <summary>Each value its own words: the most memory.</summary>
    Separate,

    /// <summary>Words are used again when their value is read no more.</summary>
    Shared,

    /// <summary>And activations are computed a second time instead of being kept.</summary>
    Recomputed,
}

/// <summary>The operations of a phase in fast mode, with the tensors that they read and write (O2): states in place, scratch
/// in words that several values share one after the other.</summary>
public sealed class MemoryPlan
{
    private readonly SlotTable _slots;
    private readonly Tensor[] _persistent;
    private readonly WordPool _pool = new();
    private readonly Dictionary<int, Tensor> _tensors = [];

    private MemoryPlan(SlotTable slots, Tensor[] persistent) => (_slots, _persistent) = (slots, persistent);

    /// <summary>Bytes of scratch.</summary>
    public long ScratchBytes => _pool.Bytes;

    /// <summary>In their order.</summary>
    public IReadOnlyList<BoundOperation> Operations { get; private set; } = [];

    /// <param name="persistent">One tensor for each persistent slot.</param>
    public static MemoryPlan Of(Phase phase, SlotTable slots, Tensor[] persistent, MemoryUse use)
    {
        var plan = new MemoryPlan(slots, persistent);
        var (operations, values) = PlannedOperation.Of(phase, slots);
        if (use == MemoryUse.Recomputed) (operations, values) = Recomputation.Of(operations, values);
        plan.Bind(operations, Lifetimes.Of(operations, values), use != MemoryUse.Separate);
        return plan;
    }

    /// <summary>Bytes of scratch that a phase would take; nothing is allocated.</summary>
    public static long ScratchBytesOf(Phase phase, SlotTable slots, MemoryUse use)
    {
        var (operations, values) = PlannedOperation.Of(phase, slots);
        if (use == MemoryUse.Recomputed) (operations, values) = Recomputation.Of(operations, values);
        var free = new Dictionary<long, int>();
        long bytes = 0;
        Walk(operations, Lifetimes.Of(operations, values), use != MemoryUse.Separate, (_, words) =>
        {
            if (free.GetValueOrDefault(words) > 0) free[words]--;
            else bytes += 4 * words;
        }, (_, words) => free[words] = free.GetValueOrDefault(words) + 1);
        return bytes;
    }

    private void Bind(List<PlannedOperation> operations, Lifetimes lifetimes, bool share)
    {
        var bound = new List<BoundOperation>();
        Walk(operations, lifetimes, share, Take, (value, _) => _pool.Give(_tensors[value]), op =>
            bound.Add(new BoundOperation(op.Operation, [.. op.Operands.Select(At)], At(op.Output), op.Output < 0)));
        Operations = bound;

        void Take(PlannedOperation op, long words) => _tensors[op.Output] = _pool.Take(op.Operation.Type, op.Operation.Shape);

        Tensor At(int value) => value < 0 ? _persistent[~value] : _tensors[value];
    }

    /// <summary>Goes through the operations: words for an output are taken, it is done, words that were read last are
    /// free.</summary>
    private static void Walk(
        List<PlannedOperation> operations, Lifetimes lifetimes, bool share, Action<PlannedOperation, long> take, Action<int, long> free,
        Action<PlannedOperation>? visit = null)
    {
        var dying = new List<int>[operations.Count];
        var words = new Dictionary<int, long>();
        for (var j = 0; j < operations.Count; j++)
        {
            var op = operations[j];
            if (op.Output >= 0)
            {
                words[op.Output] = op.Operation.Shape.Words(op.Operation.Type);
                take(op, words[op.Output]);
                if (share) (dying[Math.Max(j, lifetimes.LastReader[op.Output])] ??= []).Add(op.Output);
            }

            visit?.Invoke(op);
            foreach (var value in dying[j] ?? []) free(value, words[value]);
        }
    }
}
