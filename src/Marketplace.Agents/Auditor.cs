using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents;

/// <summary>What an audit came to.</summary>
public enum AuditOutcome
{
    /// <summary>Every interval looked at was as claimed.</summary>
    Passed,

    /// <summary>A wrong interval was found, and this game or another about the same claim was won.</summary>
    Won,

    /// <summary>A game was opened and lost.</summary>
    Lost,
}

/// <summary>
/// Replays intervals of a claim and challenges the first that differs. As a verifier it looks at a few intervals, as a
/// whistleblower at as many as it takes.
/// </summary>
/// <param name="seed">The order in which intervals are replayed.</param>
public sealed class Auditor(Agent agent, IMoveChooser moves, ulong seed)
{
    /// <summary>Audits the claim of a job as soon as it is posted.</summary>
    /// <param name="intervals">How many intervals to replay at most.</param>
    public async Task<AuditOutcome> AuditAsync(ulong job, int intervals, CancellationToken cancellation)
    {
        var package = await JobPackage.LoadAsync(agent, job, cancellation);
        var events = agent.Market.Events(agent.FirstBlock);
        var book = new GameBook(job);
        var claim = await ClaimAsync(job, events, book, cancellation);

        // A game that was opened before this process was started goes on (A1).
        if (book.Open.FirstOrDefault(g => g.Challenger == agent.Market.Account) is { } begun)
        {
            var k = (int)(begun.Events[0].Decoded.Start / package.Program.CheckpointEvery);
            if (await FindWrongAsync(package, claim, k, cancellation) is not { } again || again.Number != k)
                throw new AgentException("NothingToDeny", $"Steps from {begun.Events[0].Decoded.Start} on, which this account denies, are as claimed.");
            return Outcome(await ChallengeOf(package, claim, again.Trace).PlayAsync(begun.Id, events, book, cancellation));
        }

        foreach (var k in Order(seed, package.Program.Intervals).Take(intervals))
        {
            if (await FindWrongAsync(package, claim, k, cancellation) is not { } wrong) continue;
            var challenge = ChallengeOf(package, claim, wrong.Trace);
            var game = await challenge.OpenAsync(wrong.Number, cancellation);
            return Outcome(await challenge.PlayAsync(game, events, book, cancellation));
        }

        return AuditOutcome.Passed;
    }

    private Challenge ChallengeOf(JobPackage package, ComputeMarket.ClaimPostedEvent claim, IntervalTrace trace) =>
        new(agent, moves, package, claim, new ReplayedTrace(package.Program, trace));

    private static AuditOutcome Outcome(ChallengeOutcome outcome) =>
        outcome == ChallengeOutcome.Lost ? AuditOutcome.Lost : AuditOutcome.Won;

    private async Task<ComputeMarket.ClaimPostedEvent> ClaimAsync(
        ulong job, LogReader events, GameBook book, CancellationToken cancellation)
    {
        return await agent.WatchAsync(
            async () =>
            {
                var news = await events.ReadAsync(cancellation);
                book.Read(news);
                return news.Select(n => n.Event).OfType<ComputeMarket.ClaimPostedEvent>().LastOrDefault(c => c.Job == job);
            },
            cancellation);
    }

    /// <summary>All intervals once, in an order that the seed decides (Fisher–Yates).</summary>
    internal static int[] Order(ulong seed, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = (int)Philox.Index(seed, (uint)i, 0, 0, (uint)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>
    /// Replays an interval from the checkpoint that the claim names. If that cannot be had or is not what its root says, then
    /// from the last state that can (C5), and with it every interval in between: the first that does not end as claimed is
    /// the one to deny, for only its start can be agreed to.
    /// </summary>
    /// <returns>The interval that does not end as claimed, or null.</returns>
    private async Task<(int Number, IntervalTrace Trace)?> FindWrongAsync(
        JobPackage package, ComputeMarket.ClaimPostedEvent claim, int interval, CancellationToken cancellation)
    {
        var (at, state) = await LastCheckpointAsync(package, claim, interval, cancellation);
        for (var k = at; k <= interval; k++)
        {
            var (from, to) = (package.Program.CheckpointStep(k), package.Program.CheckpointStep(k + 1));
            var end = Executor.Run(package.Program, state, from, to, agent.Backend);
            if (end.Root != claim.Roots[k + 1])
            {
                agent.Log.Say("differs", $"steps {from} to {to} do not end as claimed");
                return (k, new IntervalTrace(package.Program, state, from, to, agent.Backend));
            }

            agent.Log.Say("audited", $"steps {from} to {to} are as claimed");
            state = end;
        }

        return null;
    }

    /// <summary>The newest checkpoint up to an interval's start that can be fetched and has the claimed root.</summary>
    private async Task<(int Number, CommittedState State)> LastCheckpointAsync(
        JobPackage package, ComputeMarket.ClaimPostedEvent claim, int interval, CancellationToken cancellation)
    {
        for (var k = interval; k > 0; k--)
        {
            var state = await package.CheckpointAsync(agent, claim.Blobs[k - 1], cancellation);
            if (state is not null && state.Root == claim.Roots[k]) return (k, state);
        }

        return (0, package.Initial);
    }
}
