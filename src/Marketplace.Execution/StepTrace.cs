using Marketplace.Merkle;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution;

/// <summary>Trace mode of one step: every operation's output is kept, so that every root and opening inside the step
/// can be given (O2, D2).</summary>
/// <remarks>E_j is the environment before operation j, E_count the one after the step. Slot numbers are global (B3).
/// Not for several threads at once.</remarks>
public sealed class StepTrace
{
    private readonly CommittedState _start;
    private readonly Tensor[] _outputs;
    private readonly Lazy<TensorTree>[] _trees;
    private readonly Lazy<(Hash32 Persistent, Hash32 Scratch)[]> _halves;

    // The operations that write a slot, ascending.
    private readonly Dictionary<int, List<int>> _writers = [];

    // A turn opens several slots of one environment: the last half that was opened is kept.
    private (int J, int First, SlotTree? Tree) _opened = (-1, -1, null);

    /// <summary>Runs step <paramref name="step"/>.</summary>
    /// <param name="program">Admitted.</param>
    /// <param name="start">S at the step.</param>
    public StepTrace(Program program, CommittedState start, uint step, IBackend backend)
    {
        Program = program;
        Step = step;
        Phase = program.PhaseAt(step);
        _start = start;
        _outputs = new Tensor[Phase.Operations.Length];
        for (var j = 0; j < _outputs.Length; j++)
        {
            var op = Phase.Operations[j];
            // Not cleared: the backend writes every word.
            _outputs[j] = new Tensor(op.Type, op.Shape, GC.AllocateUninitializedArray<uint>(checked((int)op.Shape.Words(op.Type))));
            backend.Run(new OperationSite(step, j), op, Operands(j), _outputs[j]);
            if (!_writers.TryGetValue(op.Slot, out var writers)) _writers[op.Slot] = writers = [];
            writers.Add(j);
        }

        _trees = [.. _outputs.Select(output => new Lazy<TensorTree>(output.Tree))];
        _halves = new(AllHalves);
    }

    public Program Program { get; }

    public uint Step { get; }

    public Phase Phase { get; }

    /// <summary>Operations of the step.</summary>
    public int Count => _outputs.Length;

    public Hash32 StateRootBefore => _start.Root;

    public Hash32 StateRootAfter => PersistentRoot(Count);

    /// <summary>H(persistentRoot, scratchRoot) before operation j, 0 to Count.</summary>
    public Hash32 EnvironmentRoot(int j) => Keccak.Hash(PersistentRoot(j), ScratchRoot(j));

    public Hash32 PersistentRoot(int j) => _halves.Value[j].Persistent;

    public Hash32 ScratchRoot(int j) => _halves.Value[j].Scratch;

    /// <summary>The tensor that a slot holds in E_j.</summary>
    /// <exception cref="InvariantBrokenException">The slot is unwritten there.</exception>
    public Tensor TensorAt(int j, int slot)
    {
        if (WriterBefore(j, slot) is { } writer) return _outputs[writer];
        Invariant.That(slot < _start.Tensors.Count, $"slot {slot} is written before operation {j}");
        return _start.Tensors[slot];
    }

    /// <inheritdoc cref="TensorAt"/>
    public TensorTree TreeAt(int j, int slot)
    {
        if (WriterBefore(j, slot) is { } writer) return _trees[writer].Value;
        Invariant.That(slot < _start.Tensors.Count, $"slot {slot} is written before operation {j}");
        return _start.Tree(slot);
    }

    /// <summary>The slot's leaf in E_j: its tensor root, 0 if it is unwritten.</summary>
    public Hash32 SlotRoot(int j, int slot) =>
        slot < _start.Tensors.Count || WriterBefore(j, slot) is not null ? TreeAt(j, slot).Root : Hash32.Zero;

    /// <summary>The D + 1 siblings that open a slot in E_j, from the leaf up (B3).</summary>
    public Hash32[] SlotPath(int j, int slot)
    {
        var half = Program.Slots.ScratchBase;
        var first = slot < half ? 0 : half;
        if (_opened.J != j || _opened.First != first)
        {
            var roots = new Hash32[half];
            for (var i = 0; i < half; i++) roots[i] = SlotRoot(j, first + i);
            _opened = (j, first, new SlotTree(Program.Depth, roots));
        }

        var other = slot < half ? ScratchRoot(j) : PersistentRoot(j);
        return [.. _opened.Tree!.Path(slot - first), other];
    }

    /// <summary>What operation j wrote.</summary>
    public Tensor Output(int j) => _outputs[j];

    public TensorTree OutputTree(int j) => _trees[j].Value;

    /// <summary>The root of operation j's output with its first i leaves written and the rest missing (D2,
    /// LEAF).</summary>
    public Hash32 PrefixRoot(int j, long i) => OutputTree(j).PrefixRoot(i);

    /// <summary>The chain of one element of operation j over the operands in E_j; its end is what this
    /// trace's output holds.</summary>
    /// <remarks>A backend that errs is so consistent with itself: the last unit carries its error.</remarks>
    public uint[] Accumulators(int j, long element)
    {
        var values = LawBackend.Accumulators(Phase.Operations[j], Operands(j), Step, element);
        values[^1] = _outputs[j].Element(element);
        return values;
    }

    /// <summary>The operands of operation j in E_j, in the descriptor's order.</summary>
    public Tensor[] Operands(int j) => [.. Phase.Operations[j].Operands.Select(o => TensorAt(j, o.Slot))];

    /// <summary>The state after the step.</summary>
    public CommittedState StateAfter() => _start.Next([.. _start.Tensors.Select((_, slot) => TensorAt(Count, slot))]);

    private int? WriterBefore(int j, int slot)
    {
        if (!_writers.TryGetValue(slot, out var writers)) return null;
        var i = writers.BinarySearch(j);
        i = i >= 0 ? i : ~i;
        return i == 0 ? null : writers[i - 1];
    }

    private (Hash32 Persistent, Hash32 Scratch)[] AllHalves()
    {
        var persistent = new SlotTree(Program.Depth, [.. _start.Tensors.Select((_, slot) => _start.Tree(slot).Root)]);
        var scratch = new SlotTree(Program.Depth, []);
        var halves = new (Hash32, Hash32)[Count + 1];
        halves[0] = (persistent.Root, scratch.Root);
        for (var j = 0; j < Count; j++)
        {
            var slot = Phase.Operations[j].Slot;
            if (slot < Program.Slots.ScratchBase) persistent.Set(slot, OutputTree(j).Root);
            else scratch.Set(slot - Program.Slots.ScratchBase, OutputTree(j).Root);
            halves[j + 1] = (persistent.Root, scratch.Root);
        }

        return halves;
    }
}
