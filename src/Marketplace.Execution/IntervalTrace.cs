using Marketplace.Execution.Planning;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution;

/// <summary>An interval as a player knows it: every state root once computed is kept, and any step can be
/// traced again (D6).</summary>
/// <remarks>About √steps states are kept; a step is replayed from the nearest one. Not for several threads
/// at once.</remarks>
public sealed class IntervalTrace
{
    private const int TracesKept = 3;

    private readonly Program _program;
    private readonly IBackend _backend;
    private readonly WordPool _pool = new();
    private readonly FastRun _run;
    private readonly uint _keepEvery;
    private readonly List<Hash32> _roots;
    private readonly SortedList<uint, CommittedState> _states = [];
    private readonly LinkedList<StepTrace> _traces = [];

    /// <param name="start">S_a.</param>
    public IntervalTrace(Program program, CommittedState start, uint a, uint b, IBackend backend)
    {
        Invariant.That(a < b && b <= program.Steps, "an interval has a step and lies inside the program");
        _program = program;
        _backend = backend;
        (A, B) = (a, b);
        _keepEvery = Math.Max(1, (uint)Math.Sqrt(b - a));
        _run = new FastRun(program, start, a, backend);
        _roots = [start.Root];
        _states[a] = start;
    }

    public uint A { get; }

    public uint B { get; }

    /// <summary>S_t's root, a ≤ t ≤ b. The first call for b runs the whole interval.</summary>
    public Hash32 StateRoot(uint t)
    {
        Invariant.That(t >= A && t <= B, "the position is in the interval");
        while (_run.Step < t)
        {
            _run.Advance();
            var state = _run.Snapshot();
            _roots.Add(state.Root);
            if ((_run.Step - A) % _keepEvery == 0) _states[_run.Step] = state;
        }

        return _roots[(int)(t - A)];
    }

    /// <summary>Step t in trace mode, a ≤ t &lt; b.</summary>
    public StepTrace Step(uint t)
    {
        Invariant.That(t >= A && t < B, "the step is in the interval");
        var trace = _traces.FirstOrDefault(known => known.Step == t) ?? Trace(t);
        _traces.Remove(trace);
        _traces.AddFirst(trace);
        if (_traces.Count > TracesKept) _traces.RemoveLast();
        return trace;
    }

    private StepTrace Trace(uint t)
    {
        var nearest = _states.Keys.Last(kept => kept <= t);
        return new StepTrace(_program, Executor.Run(_program, _states[nearest], nearest, t, _backend), t, _backend, _pool);
    }
}
