using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Jobs;

/// <summary>An interval that does not end as claimed, though it starts so.</summary>
public sealed record WrongInterval(int Number, IntervalTrace Trace);

/// <summary>What a look at an interval came to.</summary>
/// <param name="Verdict">What there is to say; <see cref="VerdictKind.None"/> if the interval is to be denied.</param>
/// <param name="Start">The state that was replayed, if it was.</param>
public sealed record Finding(VerdictKind Verdict, CommittedState? Start = null, WrongInterval? Wrong = null);

/// <summary>Replays intervals of a claim.</summary>
public sealed class ClaimReplay(Agent agent, JobPackage package, ComputeMarket.ClaimPostedEvent claim)
{
    // Fetched and hashed once: every verdict speaks of it.
    private bool _hasResult;

    public Program Program => package.Program;

    /// <summary>Of the claim that is replayed: about no other one anything can be said.</summary>
    public Hash32 TraceRoot { get; } = MarketRules.TraceRootOf(claim.Roots);

    /// <summary>
    /// Replays an interval from the checkpoint that the claim names. If that cannot be had or is not what its root says, then
    /// from the last state that can (C5), and with it every interval in between: the first that does not end as claimed is
    /// the one to deny, for only its start can be agreed to.
    /// </summary>
    /// <returns>The interval that does not end as claimed, or null.</returns>
    public async Task<WrongInterval?> FindWrongAsync(int interval, CancellationToken cancellation)
    {
        var (at, state) = await LastCheckpointAsync(interval, cancellation);
        for (var k = at; k <= interval; k++)
        {
            var (wrong, end) = Replay(k, state);
            if (wrong is not null) return wrong;
            state = end;
        }

        return null;
    }

    /// <summary>Looks at one interval as a verifier does: what the claim names of it and the result have to be there.</summary>
    public async Task<Finding> InspectAsync(int interval, CancellationToken cancellation)
    {
        if (await CheckpointAsync(interval, cancellation) is not { } start) return new Finding(VerdictKind.Unavailable);
        var (wrong, _) = Replay(interval, start);
        if (wrong is not null) return new Finding(VerdictKind.None, start, wrong);
        return new Finding(await HasEndsAsync(interval, cancellation) ? VerdictKind.Pass : VerdictKind.Unavailable, start);
    }

    /// <summary>Whether all that an interval's verdict speaks of can be had: its start, its end, and the result.</summary>
    public async Task<bool> IsWholeAsync(int interval, CancellationToken cancellation) =>
        await CheckpointAsync(interval, cancellation) is not null && await HasEndsAsync(interval, cancellation);

    /// <summary>The claimed state at an interval's start: from the store or, as far as the claim is right, computed.</summary>
    /// <returns>null if it cannot be had.</returns>
    public async Task<CommittedState?> StartAsync(int interval, CancellationToken cancellation)
    {
        var (at, state) = await LastCheckpointAsync(interval, cancellation);
        if (at < interval)
            state = Executor.Run(Program, state, Program.CheckpointStep(at), Program.CheckpointStep(interval), agent.Backend);
        return state.Root == claim.Roots[interval] ? state : null;
    }

    public IntervalTrace TraceOf(int interval, CommittedState start) => new(
        Program, start, Program.CheckpointStep(interval), Program.CheckpointStep(interval + 1), agent.Backend);

    private (WrongInterval? Wrong, CommittedState End) Replay(int interval, CommittedState start)
    {
        var (from, to) = (Program.CheckpointStep(interval), Program.CheckpointStep(interval + 1));
        var end = Executor.Run(Program, start, from, to, agent.Backend);
        var differs = end.Root != claim.Roots[interval + 1];
        agent.Log.Say(differs ? "differs" : "audited", $"steps {from} to {to} {(differs ? "do not end" : "are")} as claimed");
        return (differs ? new WrongInterval(interval, TraceOf(interval, start)) : null, end);
    }

    private async Task<bool> HasEndsAsync(int interval, CancellationToken cancellation)
    {
        if (await CheckpointAsync(interval + 1, cancellation) is null) return false;
        var intervals = Program.Intervals;
        return _hasResult = _hasResult || interval + 1 == intervals || await CheckpointAsync(intervals, cancellation) is not null;
    }

    /// <summary>The newest checkpoint up to an interval's start that can be had.</summary>
    private async Task<(int Number, CommittedState State)> LastCheckpointAsync(int interval, CancellationToken cancellation)
    {
        for (var k = interval; k > 0; k--)
        {
            if (await CheckpointAsync(k, cancellation) is { } state) return (k, state);
        }

        return (0, package.Initial);
    }

    /// <returns>null if it cannot be fetched or has not the claimed root.</returns>
    private async Task<CommittedState?> CheckpointAsync(int k, CancellationToken cancellation)
    {
        if (k == 0) return package.Initial;
        var state = await package.CheckpointAsync(agent, claim.Blobs[k - 1], cancellation);
        return state is not null && state.Root == claim.Roots[k] ? state : null;
    }
}
