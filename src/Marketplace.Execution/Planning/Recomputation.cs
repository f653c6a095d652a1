using Marketplace.Operators;

namespace Marketplace.Execution.Planning;

/// <summary>Activations that the backward pass computes a second time instead of keeping them (Chen et al.: Training Deep Nets
/// with Sublinear Memory Cost, 2016). The law's bits cannot change: the same operations read the same words (O2).</summary>
internal sealed class Recomputation
{
    private readonly List<PlannedOperation> _operations;
    private readonly List<PlannedOperation> _result = [];
    private readonly Lifetimes _lifetimes;
    private readonly int _turn;
    private readonly HashSet<int> _kept = [];

    // Of a value that was computed again, the new value.
    private readonly Dictionary<int, int> _again = [];
    private int _values;

    private Recomputation(List<PlannedOperation> operations, int values)
    {
        _operations = operations;
        _values = values;
        _lifetimes = Lifetimes.Of(operations, values);
        _turn = Turn(LiveBytes(_lifetimes));
    }

    /// <summary>The operations with those that are run again, and how many values there are now.</summary>
    public static (List<PlannedOperation> Operations, int Values) Of(List<PlannedOperation> operations, int values)
    {
        var recomputation = new Recomputation(operations, values);
        recomputation.Keep();
        recomputation.Write();
        return (recomputation._result, recomputation._values);
    }

    /// <summary>What is alive where least is, before the turn, is kept: between two layers that is their common
    /// stream.</summary>
    private void Keep()
    {
        var forward = Lifetimes.Of(_operations, _values, _turn);
        var live = LiveBytes(forward);
        if (_turn < 4) return;
        // At both ends, before the first layer and in the loss, less is alive than between two layers.
        var least = live.Take(_turn - _turn / 4).Skip(_turn / 4).Min();
        for (var j = 0; j < _turn; j++)
        {
            if (live[j] > least + least / 4) continue;
            for (var v = 0; v < _values; v++)
            {
                if (forward.Writer[v] <= j && forward.LastReader[v] > j) _kept.Add(v);
            }
        }
    }

    private void Write()
    {
        for (var j = 0; j < _operations.Count; j++)
        {
            var op = _operations[j];
            int[] operands = j < _turn ? op.Operands : [.. op.Operands.Select(o => Available(o, j))];
            _result.Add(op with { Operands = operands });
        }
    }

    /// <summary>The value to read after the turn: kept, made after the turn, or computed again now.</summary>
    private int Available(int value, int reader)
    {
        if (value < 0 || _lifetimes.Writer[value] >= _turn || _kept.Contains(value)) return value;
        if (_again.TryGetValue(value, out var known)) return known;
        var op = _operations[_lifetimes.Writer[value]];
        if (!IsUnchanged(op, reader)) return value;
        int[] operands = [.. op.Operands.Select(o => Available(o, reader))];
        _again[value] = _values;
        _result.Add(op with { Operands = operands, Output = _values });
        return _values++;
    }

    /// <summary>The states that an operation read still have their words.</summary>
    private bool IsUnchanged(PlannedOperation op, int reader)
    {
        var from = _lifetimes.Writer[op.Output];
        return op.Operands.Where(o => o < 0).All(
            o => !_operations.Skip(from).Take(reader - from).Any(between => between.Output == o));
    }

    /// <summary>Where most is alive: what lives across it was made forwards and is needed backwards.</summary>
    private static int Turn(long[] live) => live.Length == 0 ? 0 : Array.IndexOf(live, live.Max());

    private long[] LiveBytes(Lifetimes lifetimes)
    {
        var change = new long[_operations.Count + 1];
        foreach (var op in _operations.Where(op => op.Output >= 0 && lifetimes.LastReader[op.Output] >= 0))
        {
            var bytes = 4 * op.Operation.Shape.Words(op.Operation.Type);
            change[lifetimes.Writer[op.Output]] += bytes;
            change[Math.Min(_operations.Count, lifetimes.LastReader[op.Output])] -= bytes;
        }

        var live = new long[_operations.Count];
        long sum = 0;
        for (var j = 0; j < live.Length; j++) live[j] = sum += change[j];
        return live;
    }
}
