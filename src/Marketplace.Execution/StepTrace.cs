using Marketplace.Execution.Planning;
using Marketplace.Merkle;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution;

/// <summary>Trace mode of one step: every operation's output is materialised and its root kept, so that every root inside the
/// step can be given, and any opening after running what it needs once more (O2, D2).</summary>
/// <remarks>E_j is the environment before operation j, E_count the one after the step. Slot numbers are global (B3).
/// The memory is that of the outputs alive at once, not of them all. Not for several threads at once.</remarks>
public sealed class StepTrace
{
    private readonly CommittedState _start;
    private readonly StepWalk _walk;
    private readonly Hash32[] _roots;
    private readonly Lazy<(Hash32 Persistent, Hash32 Scratch)[]> _halves;

    // The operations that write a slot, ascending.
    private readonly Dictionary<int, List<int>> _writers = [];

    // A turn opens several slots of one environment: the last half that was opened is kept.
    private (int J, int First, SlotTree? Tree) _opened = (-1, -1, null);

    // And what one operation reads and writes, by writer: a game stays at one operation once it has found it.
    private (int Operation, Dictionary<int, Tensor> Outputs, Dictionary<int, TensorTree> Trees) _held = (-1, [], []);

    /// <summary>Runs step <paramref name="step"/>.</summary>
    /// <param name="program">Admitted.</param>
    /// <param name="start">S at the step.</param>
    /// <param name="pool">Where the words of outputs come from and go back to; by default new ones.</param>
    public StepTrace(Program program, CommittedState start, uint step, IBackend backend, WordPool? pool = null)
    {
        Program = program;
        Step = step;
        Phase = program.PhaseAt(step);
        _start = start;
        _roots = new Hash32[Phase.Operations.Length];
        _walk = new StepWalk(Phase, start, step, backend, pool ?? new WordPool());
        _walk.Whole((j, output) => _roots[j] = output.Root());
        for (var j = 0; j < Count; j++)
        {
            var slot = Phase.Operations[j].Slot;
            if (!_writers.TryGetValue(slot, out var writers)) _writers[slot] = writers = [];
            writers.Add(j);
        }

        _halves = new(AllHalves);
    }

    public Program Program { get; }

    public uint Step { get; }

    public Phase Phase { get; }

    /// <summary>Operations of the step.</summary>
    public int Count => _roots.Length;

    public Hash32 StateRootBefore => _start.Root;

    public Hash32 StateRootAfter => PersistentRoot(Count);

    /// <summary>H(persistentRoot, scratchRoot) before operation j, 0 to Count.</summary>
    public Hash32 EnvironmentRoot(int j) => Keccak.Hash(PersistentRoot(j), ScratchRoot(j));

    public Hash32 PersistentRoot(int j) => _halves.Value[j].Persistent;

    public Hash32 ScratchRoot(int j) => _halves.Value[j].Scratch;

    /// <summary>The tensor that a slot holds in E_j: one that operation j reads.</summary>
    /// <exception cref="InvariantBrokenException">The slot is unwritten there, or operation j does not read it.</exception>
    public Tensor TensorAt(int j, int slot) => WriterBefore(j, slot) is { } writer ? Held(j, writer) : _start.Tensors[OfStart(slot, j)];

    /// <inheritdoc cref="TensorAt"/>
    public TensorTree TreeAt(int j, int slot) => WriterBefore(j, slot) is { } writer ? TreeOf(j, writer) : _start.Tree(OfStart(slot, j));

    /// <summary>The slot's leaf in E_j: its tensor root, 0 if it is unwritten.</summary>
    public Hash32 SlotRoot(int j, int slot) =>
        WriterBefore(j, slot) is { } writer ? _roots[writer]
        : slot < _start.Tensors.Count ? _start.Tree(slot).Root
        : Hash32.Zero;

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
    public Tensor Output(int j) => Held(j, j);

    public TensorTree OutputTree(int j) => TreeOf(j, j);

    /// <summary>The root of operation j's output with its first i leaves written and the rest missing (D2,
    /// LEAF).</summary>
    public Hash32 PrefixRoot(int j, long i) => OutputTree(j).PrefixRoot(i);

    /// <summary>The chain of one element of operation j over the operands in E_j; its end is what this
    /// trace's output holds.</summary>
    /// <remarks>A backend that errs is so consistent with itself: the last unit carries its error.</remarks>
    public uint[] Accumulators(int j, long element)
    {
        var values = LawBackend.Accumulators(Phase.Operations[j], Operands(j), Step, element);
        values[^1] = Output(j).Element(element);
        return values;
    }

    /// <summary>The operands of operation j in E_j, in the descriptor's order.</summary>
    public Tensor[] Operands(int j) => [.. Phase.Operations[j].Operands.Select(o => TensorAt(j, o.Slot))];

    /// <summary>What <paramref name="writer"/> wrote, while operation j is looked at.</summary>
    private Tensor Held(int j, int writer)
    {
        if (_held.Operation != j) _held = (j, _walk.Around(j), []);
        Invariant.That(_held.Outputs.ContainsKey(writer), $"operation {j} reads or writes what operation {writer} wrote");
        return _held.Outputs[writer];
    }

    private TensorTree TreeOf(int j, int writer)
    {
        var tensor = Held(j, writer);
        if (!_held.Trees.TryGetValue(writer, out var tree)) _held.Trees[writer] = tree = tensor.Tree();
        return tree;
    }

    private int OfStart(int slot, int j)
    {
        Invariant.That(slot < _start.Tensors.Count, $"slot {slot} is written before operation {j}");
        return slot;
    }

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
            if (slot < Program.Slots.ScratchBase) persistent.Set(slot, _roots[j]);
            else scratch.Set(slot - Program.Slots.ScratchBase, _roots[j]);
            halves[j + 1] = (persistent.Root, scratch.Root);
        }

        return halves;
    }
}
