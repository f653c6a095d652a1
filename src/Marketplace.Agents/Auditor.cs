using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Numerics;
using Marketplace.Protocol;

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
/// Replays intervals of a claim and challenges the first that differs. It looks at a few intervals, or as a whistleblower at
/// as many as it takes.
/// </summary>
/// <param name="seed">The order in which intervals are replayed.</param>
/// <param name="contests">Whether it challenges verifiers, too, who passed the interval that differs (M6).</param>
public sealed class Auditor(Agent agent, IMoveChooser moves, ulong seed, bool contests = false)
{
    /// <summary>Audits the claim of a job as soon as it is posted.</summary>
    /// <param name="intervals">How many intervals to replay at most.</param>
    /// <exception cref="AgentException">An interval is wrong, but others had ended the round before; or the job is unfit.</exception>
    public async Task<AuditOutcome> AuditAsync(ulong job, int intervals, CancellationToken cancellation)
    {
        var package = await JobPackage.LoadAsync(agent, job, cancellation);
        var events = agent.Market.Events(agent.FirstBlock);
        var book = new GameBook(job);
        var claim = await ClaimAsync(job, events, book, cancellation);
        if (await FindAsync(package, claim, book, intervals, cancellation) is not { } wrong) return AuditOutcome.Passed;

        var denial = new Denial(agent, moves, package.Program, claim, wrong, contests);
        var outcome = (ChallengeOutcome)await agent.WatchAsync<object>(
            async () =>
            {
                book.Read(await events.ReadAsync(cancellation));
                return await denial.LookAsync(book, cancellation);
            },
            cancellation);
        return outcome switch
        {
            ChallengeOutcome.Lost => AuditOutcome.Lost,
            ChallengeOutcome.TooLate =>
                throw new AgentException(nameof(Reason.RoundOver), $"Interval {wrong.Number} is wrong, but the round is over."),
            _ => AuditOutcome.Won,
        };
    }

    private async Task<WrongInterval?> FindAsync(
        JobPackage package, ComputeMarket.ClaimPostedEvent claim, GameBook book, int intervals, CancellationToken cancellation)
    {
        var replay = new ClaimReplay(agent, package, claim);
        // A game that was opened before this process was started goes on (A1).
        if (book.Open.FirstOrDefault(g => g.Challenger == agent.Market.Account) is { } begun)
        {
            var k = (int)(begun.Events[0].Decoded.Start / package.Program.CheckpointEvery);
            if (await replay.FindWrongAsync(k, cancellation) is { } again && again.Number == k) return again;
            throw new AgentException("NothingToDeny", $"Steps from {begun.Events[0].Decoded.Start} on, which this account denies, are as claimed.");
        }

        foreach (var k in Order(seed, package.Program.Intervals).Take(intervals))
        {
            if (await replay.FindWrongAsync(k, cancellation) is { } wrong) return wrong;
        }

        return null;
    }

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
}
