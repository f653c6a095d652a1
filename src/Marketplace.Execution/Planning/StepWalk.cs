using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution.Planning;

/// <summary>One step, operation after operation, every output materialised; words are used again when their output is read
/// no more.</summary>
/// <remarks>Nothing is written in place: the start stays as it is.</remarks>
internal sealed class StepWalk
{
    private readonly CommittedState _start;
    private readonly uint _step;
    private readonly IBackend _backend;
    private readonly WordPool _pool;
    private readonly Phase _phase;

    // Of each operation's operands: the operation that wrote it last, or ~slot where the start holds it.
    private readonly int[][] _sources;

    public StepWalk(Phase phase, CommittedState start, uint step, IBackend backend, WordPool pool)
    {
        (_phase, _start, _step, _backend, _pool) = (phase, start, step, backend, pool);
        var writers = new Dictionary<int, int>();
        _sources = new int[phase.Operations.Length][];
        for (var j = 0; j < _sources.Length; j++)
        {
            var op = phase.Operations[j];
            _sources[j] = [.. op.Operands.Select(o => writers.TryGetValue(o.Slot, out var writer) ? writer : ~o.Slot)];
            writers[op.Slot] = j;
        }
    }

    /// <summary>Runs the whole step.</summary>
    /// <param name="visit">Sees every output once; its words are written again afterwards.</param>
    public void Whole(Action<int, Tensor> visit)
    {
        var all = Enumerable.Repeat(true, _sources.Length).ToArray();
        _ = Run(all, [], visit);
    }

    /// <summary>Runs what one operation needs, and it: the outputs that it reads and its own.</summary>
    public Dictionary<int, Tensor> Around(int operation)
    {
        var needed = new bool[_sources.Length];
        needed[operation] = true;
        for (var j = operation; j >= 0; j--)
        {
            if (!needed[j]) continue;
            foreach (var source in _sources[j].Where(s => s >= 0)) needed[source] = true;
        }

        return Run(needed, [.. _sources[operation].Where(s => s >= 0), operation], (_, _) => { });
    }

    /// <summary>An operation's operands, in the descriptor's order.</summary>
    /// <param name="outputs">Holds those that the step wrote.</param>
    public Tensor[] Operands(int operation, IReadOnlyDictionary<int, Tensor> outputs)
    {
        return [.. _sources[operation].Select(At)];

        Tensor At(int source)
        {
            if (source >= 0) return outputs[source];
            Invariant.That(~source < _start.Tensors.Count, $"slot {~source} is written before operation {operation}");
            return _start.Tensors[~source];
        }
    }

    /// <returns>The outputs that are kept: their words are not used again.</returns>
    private Dictionary<int, Tensor> Run(bool[] needed, HashSet<int> kept, Action<int, Tensor> visit)
    {
        var last = Enumerable.Range(0, needed.Length).ToArray();
        for (var j = 0; j < needed.Length; j++)
        {
            if (!needed[j]) continue;
            foreach (var source in _sources[j].Where(s => s >= 0)) last[source] = j;
        }

        var dying = Enumerable.Range(0, needed.Length).Where(j => needed[j] && !kept.Contains(j)).ToLookup(j => last[j]);
        var outputs = new Dictionary<int, Tensor>();
        for (var j = 0; j < needed.Length; j++)
        {
            if (!needed[j]) continue;
            var op = _phase.Operations[j];
            var output = outputs[j] = _pool.Take(op.Type, op.Shape);
            _backend.Run(new OperationSite(_step, j), op, Operands(j, outputs), output);
            visit(j, output);
            foreach (var value in dying[j])
            {
                _pool.Give(outputs[value]);
                outputs.Remove(value);
            }
        }

        return outputs;
    }
}
