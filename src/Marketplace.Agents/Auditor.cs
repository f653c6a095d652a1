using System.Buffers.Binary;
using System.Security.Cryptography;
using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents;

/// <summary>What an audit came to.</summary>
public enum AuditOutcome
{
    /// <summary>Every interval looked at was as claimed.</summary>
    Passed,

    /// <summary>A wrong interval was found, and its game won.</summary>
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

        foreach (var k in Order(seed, package.Program.Intervals).Take(intervals))
        {
            var interval = await ReplayAsync(package, claim, k, cancellation);
            var (from, to) = (interval.A, interval.B);
            if (interval.StateRoot(to) == claim.Roots[k + 1])
            {
                agent.Log.Say("audited", $"steps {from} to {to} are as claimed");
                continue;
            }

            agent.Log.Say("differs", $"steps {from} to {to} do not end as claimed");
            return await ChallengeAsync(package, claim, k, interval, events, book, cancellation);
        }

        return AuditOutcome.Passed;
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

    private async Task<AuditOutcome> ChallengeAsync(
        JobPackage package,
        ComputeMarket.ClaimPostedEvent claim,
        int interval,
        IntervalTrace replay,
        LogReader events,
        GameBook book,
        CancellationToken cancellation)
    {
        var trace = new ReplayedTrace(package.Program, replay);
        var opening = Strategy.Opening(interval, claim.Roots, trace);
        var site = await agent.Market.SiteAsync(cancellation);
        var nonce = BinaryPrimitives.ReadUInt32BigEndian(RandomNumberGenerator.GetBytes(4));
        var salt = RandomNumberGenerator.GetBytes(16);
        var commitment = site.Commitment(claim.Job, claim.Round, agent.Market.Account, nonce, salt, opening);
        var game = site.GameId(claim.Job, claim.Round, agent.Market.Account, nonce);

        var onChain = await agent.Market.JobAsync(claim.Job, cancellation);
        var bond = new Wei(onChain.Terms.Bond << (onChain.Open >> 3));
        var committed = (await agent.Market.CommitAsync(claim.Job, nonce, commitment, bond, cancellation)).OrThrow();
        agent.Log.Say("committed", $"a challenge, with a bond of {bond} ({committed.GasUsed} gas)");
        await NextBlockAsync(committed.Block, cancellation);
        var opened = (await agent.Market.OpenAsync(claim.Job, nonce, salt, opening, cancellation)).OrThrow();
        agent.Log.Say("opened", $"game {game} ({opened.GasUsed} gas)");

        var player = new GamePlayer(agent, moves, _ => trace);
        var outcome = await agent.WatchAsync<object>(
            async () =>
            {
                book.Read(await events.ReadAsync(cancellation));
                if (book.Decision(game) is { } decision)
                    return decision.Winner == agent.Market.Account ? AuditOutcome.Won : AuditOutcome.Lost;
                if (book.Open.FirstOrDefault(g => g.Id == game) is { } mine) await player.ActAsync(mine, cancellation);
                return null;
            },
            cancellation);
        agent.Log.Say(outcome is AuditOutcome.Won ? "won" : "lost", $"game {game}");
        if (outcome is AuditOutcome.Won) (await agent.Market.WithdrawAsync(cancellation)).OrThrow();
        return (AuditOutcome)outcome;
    }

    /// <summary>A commitment is opened in a later block (D1).</summary>
    private async Task NextBlockAsync(BlockNumber committed, CancellationToken cancellation)
    {
        // A transaction that is sent now stands in a later block: this one has been mined already.
        while ((await agent.Market.Chain.HeadAsync(cancellation)).Number < committed) await agent.RestAsync(cancellation);
    }
}
