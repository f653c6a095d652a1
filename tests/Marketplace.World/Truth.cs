using System.Collections.Immutable;
using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Protocol.Strategies;

namespace Marketplace.World;

/// <summary>What the law makes of a program: the roots of a right claim, and a trace for every interval, computed once.</summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class Truth
{
    private readonly List<CommittedState> _states = [];
    private readonly Dictionary<int, ITrace> _traces = [];

    public Truth(Program program, CommittedState initial)
    {
        Program = program;
        Roots = Checkpoints.Run(program, initial, Law, (_, state) => _states.Add(state)).Roots;
    }

    public static IBackend Law { get; } = new LawBackend();

    public Program Program { get; }

    public ImmutableArray<Hash32> Roots { get; }

    public ITrace Trace(int interval)
    {
        if (!_traces.TryGetValue(interval, out var trace)) _traces[interval] = trace = TraceOn(Law, interval);
        return trace;
    }

    /// <summary>The trace of somebody who starts from the right checkpoint and computes an interval in his own way.</summary>
    public ITrace TraceOn(IBackend backend, int interval) => new ReplayedTrace(Program, new IntervalTrace(
        Program, _states[interval], Program.CheckpointStep(interval), Program.CheckpointStep(interval + 1), backend));

    /// <summary>A claim that is right but for one checkpoint: wherever it ends, it is a wrong claim (C5).</summary>
    public ImmutableArray<Hash32> Claim(Lie lie) => Roots.SetItem(lie.Interval + 1, lie.End);
}
