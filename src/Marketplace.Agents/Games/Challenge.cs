using System.Buffers.Binary;
using Marketplace.Agents.Jobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents.Games;

/// <summary>What a challenge came to.</summary>
public enum ChallengeOutcome
{
    Won,
    Lost,

    /// <summary>Another game ended the round first: the bond is back.</summary>
    Released,
}

/// <summary>One game as a challenger plays it, from the sealed commitment to the end.</summary>
public sealed class Challenge(
    Agent agent, IMoveChooser moves, JobPackage package, ComputeMarket.ClaimPostedEvent claim, ITrace trace)
{
    /// <summary>Commits to the opening and, in a later block, shows it (D1).</summary>
    /// <returns>The game's id.</returns>
    public async Task<Hash32> OpenAsync(int interval, CancellationToken cancellation)
    {
        var opening = Strategy.Opening(interval, claim.Roots, trace);
        var site = await agent.Market.SiteAsync(cancellation);
        var (salt, number) = (new byte[16], new byte[4]);
        agent.Randomness.Fill(salt);
        agent.Randomness.Fill(number);
        var nonce = BinaryPrimitives.ReadUInt32BigEndian(number);
        var commitment = site.Commitment(claim.Job, claim.Round, agent.Market.Account, nonce, salt, opening);

        var onChain = await agent.Market.JobAsync(claim.Job, cancellation);
        // Eight games to a tier: the bond doubles with each (D7).
        var bond = new Wei(onChain.Terms.Bond << (onChain.Open >> 3));
        var committed = (await agent.Market.CommitAsync(claim.Job, claim.Round, nonce, commitment, bond, cancellation)).OrRefused();
        agent.Log.Say("committed", $"a challenge, with a bond of {bond} ({committed.GasUsed} gas)");

        // The commitment is mined: whatever is sent now stands in a later block.
        var opened = (await agent.Market.OpenAsync(claim.Job, nonce, salt, opening, cancellation)).OrRefused();
        var game = site.GameId(claim.Job, claim.Round, agent.Market.Account, nonce);
        agent.Log.Say("opened", $"game {game} ({opened.GasUsed} gas)");
        return game;
    }

    /// <summary>Plays until the game is decided, and takes what is due.</summary>
    public async Task<ChallengeOutcome> PlayAsync(Hash32 game, LogReader events, GameBook book, CancellationToken cancellation)
    {
        var player = new GamePlayer(agent, moves, (_, _) => Task.FromResult(trace));
        var outcome = (ChallengeOutcome)await agent.WatchAsync<object>(
            async () =>
            {
                book.Read(await events.ReadAsync(cancellation));
                if (book.Decision(game) is { } decision)
                    return decision.Winner == agent.Market.Account ? ChallengeOutcome.Won : ChallengeOutcome.Lost;
                if (book.Open.FirstOrDefault(g => g.Id == game) is not { } mine) return null;
                if (!await IsRoundLiveAsync(cancellation)) return await ReleaseAsync(mine, cancellation);
                await player.ActAsync(mine, cancellation);
                return null;
            },
            cancellation);
        agent.Log.Say(outcome.ToString().ToLowerInvariant(), $"game {game}");
        if (await agent.Market.BalanceAsync(agent.Market.Account, cancellation) > Wei.Zero)
            (await agent.Market.WithdrawAsync(cancellation)).OrRefused();
        return outcome;
    }

    private async Task<bool> IsRoundLiveAsync(CancellationToken cancellation)
    {
        var job = await agent.Market.JobAsync(package.Job, cancellation);
        return (JobState)job.State == JobState.Claimed && job.Round == claim.Round;
    }

    private async Task<object?> ReleaseAsync(GameRecord game, CancellationToken cancellation) =>
        await agent.Market.ReleaseAsync(game.Last.State, game.Last.Mover, cancellation) is TransactionResult.Mined
            ? ChallengeOutcome.Released
            : null;
}
