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
            var trace = new ReplayedTrace(package.Program, await ReplayAsync(package, claim, k, cancellation));
            return Outcome(await new Challenge(agent, moves, package, claim, trace).PlayAsync(begun.Id, events, book, cancellation));
        }

        foreach (var k in Order(package.Program.Intervals).Take(intervals))
        {
            var interval = await ReplayAsync(package, claim, k, cancellation);
            var (from, to) = (interval.A, interval.B);
            if (interval.StateRoot(to) == claim.Roots[k + 1])
            {
                agent.Log.Say("audited", $"steps {from} to {to} are as claimed");
                continue;
            }

            agent.Log.Say("differs", $"steps {from} to {to} do not end as claimed");
            var challenge = new Challenge(agent, moves, package, claim, new ReplayedTrace(package.Program, interval));
            var game = await challenge.OpenAsync(k, cancellation);
            return Outcome(await challenge.PlayAsync(game, events, book, cancellation));
        }

        return AuditOutcome.Passed;
    }

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
    private IEnumerable<int> Order(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = (int)Philox.Index(seed, (uint)i, 0, 0, (uint)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>The interval computed by ourselves, from the checkpoint that the claim names or, if that cannot be had or is
    /// not what its root says, from the last state that can (C5).</summary>
    private async Task<IntervalTrace> ReplayAsync(
        JobPackage package, ComputeMarket.ClaimPostedEvent claim, int interval, CancellationToken cancellation)
    {
        var program = package.Program;
        var start = package.Initial;
        var at = 0;
        for (var k = interval; k > 0; k--)
        {
            var state = await package.CheckpointAsync(agent, claim.Blobs[k - 1], cancellation);
            if (state is null || state.Root != claim.Roots[k]) continue;
            (start, at) = (state, k);
            break;
        }

        var begin = program.CheckpointStep(interval);
        if (at < interval) start = Executor.Run(program, start, program.CheckpointStep(at), begin, agent.Backend);
        return new IntervalTrace(program, start, begin, program.CheckpointStep(interval + 1), agent.Backend);
    }
}
