using Marketplace.Agents.Games;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>When a committed challenge is shown.</summary>
public enum Opens
{
    AtOnce,

    /// <summary>In the last block in which it counts.</summary>
    InTheLastBlock,
    Never,
}

/// <summary>How somebody accuses.</summary>
/// <param name="Games">At once, one nonce each.</param>
/// <param name="Committing">At the beginning of the window or at its end.</param>
/// <param name="Opening">Denies the end of an interval of the claimed roots.</param>
/// <param name="Trace">What the accuser shows of an interval.</param>
public sealed record Accusation(
    uint Games, Pace Committing, Opens Opens, Pace Playing,
    Func<IReadOnlyList<Hash32>, byte[]> Opening, Func<GameRecord, ITrace> Trace, Func<IMoveChooser> Moves);

/// <summary>Challenges every claim, right or wrong, with something made up.</summary>
public sealed class Accuser(string name, Address account, Accusation accusation) : Actor(name, account)
{
    // Who comes at once with many others has guessed the wrong tier (D7) and sends another bond.
    private const int Attempts = 8;

    private readonly Hand _hand = new(account, accusation.Trace, accusation.Moves(), accusation.Playing);
    private readonly Dictionary<(uint Round, uint Nonce), byte[]> _openings = [];
    private readonly Dictionary<(uint Round, uint Nonce), int> _tried = [];

    public override void Act(View view)
    {
        for (ulong number = 1; number <= view.State.Book.JobCount; number++)
        {
            var job = view.State.Book.JobOf(number);
            if (job.State != JobState.Claimed) continue;
            for (var nonce = 1u; nonce <= accusation.Games; nonce++) Accuse(view, number, job, nonce);
        }

        _hand.Play(view);
        Withdraw(view);
    }

    private void Accuse(View view, ulong number, Job job, uint nonce)
    {
        var id = view.State.Book.Site.GameId(number, job.Round, Account, nonce);
        if (view.State.Games.Any(game => game.Id == id)) return;
        if (view.State.Pledges.FirstOrDefault(p => p.Id == id) is { } made) Open(view, number, job.Round, made);
        else Commit(view, number, job, nonce);
    }

    private void Commit(View view, ulong number, Job job, uint nonce)
    {
        if (view.Next > job.Deadline) return;
        if (accusation.Committing == Pace.AtTheLastSecond && view.Next + view.BlockSeconds <= job.Deadline)
        {
            view.WakeAt(new Timestamp(job.Deadline.Seconds - view.BlockSeconds + 1));
            return;
        }

        var key = (job.Round, nonce);
        if (_tried.GetValueOrDefault(key) >= Attempts) return;
        var roots = view.State.Claims[(number, job.Round)];
        if (!_openings.TryGetValue(key, out var opening)) _openings[key] = opening = accusation.Opening(roots);
        var commitment = view.State.Book.Site.Commitment(number, job.Round, Account, nonce, new byte[16], opening);
        var bond = job.Terms.BondOf((byte)Math.Min(MarketRules.MaxTier, job.Open >> 3));
        if (view.Send(new CommitCall(Account, bond, number, job.Round, job.TraceRoot, nonce, commitment)))
            _tried[key] = _tried.GetValueOrDefault(key) + 1;
    }

    private void Open(View view, ulong number, uint round, Pledge made)
    {
        // A commitment that came a round too late cannot be opened by anything.
        if (!_openings.TryGetValue((round, made.Nonce), out var opening)) return;
        var last = made.Block + DisputeRules.OpenBlocks;
        if (accusation.Opens == Opens.Never || view.NextBlock > last) return;
        if (accusation.Opens == Opens.InTheLastBlock && view.NextBlock < last)
            view.WakeAt(view.Next + (last - view.NextBlock) * view.BlockSeconds);
        else view.Send(new OpenCall(Account, number, made.Nonce, new byte[16], opening));
    }
}
