using System.Buffers.Binary;
using Marketplace.Chain;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol;
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

    /// <summary>The round was over, or its window, before the game could begin; a bond that was given is back.</summary>
    TooLate,
}

/// <summary>One game as a challenger plays it, from the sealed commitment to the end.</summary>
/// <param name="trace">Of the interval that is denied.</param>
public sealed class Challenge(Agent agent, IMoveChooser moves, DeniedClaim denied, int interval, ITrace trace)
{
    /// <summary>The last byte of what is stored for a commitment (B10).</summary>
    private const byte CommitmentTag = 2;

    private readonly GamePlayer _player = new(agent, moves, (_, _) => Task.FromResult(trace));
    private readonly byte[] _salt = new byte[16];
    private uint? _nonce;
    private Hash32? _game;

    /// <summary>Goes on with a game that this account has opened before (A1).</summary>
    public void Resume(GameRecord game) => _game = game.Id;

    /// <summary>Does what there is to do now: begins, moves, takes what is due.</summary>
    /// <returns>What it came to, or null while it goes on.</returns>
    public async Task<ChallengeOutcome?> LookAsync(GameBook book, CancellationToken cancellation)
    {
        if (_game is not { } game)
        {
            if (await OpenAsync(cancellation)) return null;
            agent.Log.Say("late", $"{denied} can no longer be challenged");
            return ChallengeOutcome.TooLate;
        }

        var outcome = await PlayAsync(game, book, cancellation);
        if (outcome is { } ended)
        {
            agent.Log.Say(ended.ToString().ToLowerInvariant(), $"game {game} about {denied}");
            await agent.WithdrawAllAsync(Address.Zero, cancellation);
        }

        return outcome;
    }

    /// <summary>Commits to the opening and, in a later block, shows it (D1).</summary>
    /// <returns>false if it is too late for that.</returns>
    private async Task<bool> OpenAsync(CancellationToken cancellation)
    {
        var opening = Strategy.Opening(interval, denied.Roots, trace);
        var site = await agent.Market.SiteAsync(cancellation);
        var nonce = _nonce ??= Draw();
        var game = site.GameId(denied.Record, denied.Round, agent.Market.Account, nonce);

        // A node may have failed after it took the transaction: what is there is not sent again.
        var stored = await agent.Market.StoredAsync(game, cancellation);
        if (stored.IsZero)
        {
            var commitment = site.Commitment(denied.Record, denied.Round, agent.Market.Account, nonce, _salt, opening);
            if (!await CommitAsync(nonce, commitment, cancellation)) return false;
        }

        if (stored.IsZero || stored.ToArray()[^1] == CommitmentTag)
        {
            // The commitment is mined: whatever is sent now stands in a later block.
            var sent = await agent.Market.OpenAsync(denied.Record, nonce, _salt, opening, cancellation);
            if (sent.OrLost(Reason.NotClaimed, Reason.RoundOver, Reason.CommitmentUnknown) is not { } opened)
            {
                (await agent.Market.ReleaseCommitmentAsync(denied.Record, denied.Round, nonce, cancellation)).OrRefused();
                await agent.WithdrawAllAsync(Address.Zero, cancellation);
                return false;
            }

            agent.Log.Say("opened", $"game {game} about {denied} ({opened.GasUsed} gas)");
        }

        _game = game;
        return true;
    }

    private uint Draw()
    {
        var number = new byte[4];
        agent.Randomness.Fill(_salt);
        agent.Randomness.Fill(number);
        return BinaryPrimitives.ReadUInt32BigEndian(number);
    }

    private async Task<bool> CommitAsync(uint nonce, Hash32 commitment, CancellationToken cancellation)
    {
        var record = await agent.Market.JobAsync(denied.Record, cancellation);
        if (denied.Pass is { } pass && (JobState)record.State == JobState.None)
        {
            var terms = (await agent.Market.JobAsync(pass.Job, cancellation)).Terms;
            var contest = await agent.Market.ContestAsync(pass, nonce, commitment, new Wei(terms.Bond), cancellation);
            if (Committed(contest.OrLost(Reason.VerdictUnknown, Reason.WindowClosed), new Wei(terms.Bond))) return true;
            // Paid, or contested by somebody else in this moment: then it is a record like others.
            record = await agent.Market.JobAsync(denied.Record, cancellation);
        }

        // Eight games to a tier: the bond doubles with each (D7).
        var bond = new Wei(record.Terms.Bond << (record.Open >> 3));
        var sent = await agent.Market.CommitAsync(denied.Record, denied.Round, denied.TraceRoot, nonce, commitment, bond, cancellation);
        return Committed(sent.OrLost(Reason.NotClaimed, Reason.RoundOver, Reason.WindowClosed), bond);
    }

    private bool Committed(TransactionResult.Mined? mined, Wei bond)
    {
        if (mined is null) return false;
        agent.Log.Say("committed", $"a challenge of {denied}, with a bond of {bond} ({mined.GasUsed} gas)");
        return true;
    }

    private async Task<ChallengeOutcome?> PlayAsync(Hash32 game, GameBook book, CancellationToken cancellation)
    {
        if (book.Decision(game) is { } decision)
            return decision.Winner == agent.Market.Account ? ChallengeOutcome.Won : ChallengeOutcome.Lost;
        if (book.Open.FirstOrDefault(g => g.Id == game) is not { } mine) return null;
        if (await IsRoundLiveAsync(cancellation))
        {
            await _player.ActAsync(mine, cancellation);
            return null;
        }

        return await agent.Market.ReleaseAsync(mine.Last.State, mine.Last.Mover, cancellation) is TransactionResult.Mined
            ? ChallengeOutcome.Released
            : null;
    }

    private async Task<bool> IsRoundLiveAsync(CancellationToken cancellation)
    {
        var record = await agent.Market.JobAsync(denied.Record, cancellation);
        return (JobState)record.State == JobState.Claimed && record.Round == denied.Round;
    }
}
