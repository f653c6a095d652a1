using Marketplace.Agents.Jobs;
using Marketplace.Chain.Generated;
using Marketplace.Programs;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents.Games;

/// <summary>
/// Everything that an account does about an interval that it found wrong: the game with the solver and, if it contests, one
/// with every verifier who passed that interval. They are played beside each other, for every clock runs on.
/// </summary>
/// <param name="contests">Whether passes are contested: half of what is at risk for each is the gain (section 10).</param>
public sealed class Denial(
    Agent agent, IMoveChooser moves, Program program, ComputeMarket.ClaimPostedEvent claim, WrongInterval wrong, bool contests)
{
    private readonly ReplayedTrace _trace = new(program, wrong.Trace);
    private readonly Dictionary<ulong, Challenge> _running = [];
    private readonly Dictionary<ulong, ChallengeOutcome> _ended = [];

    /// <summary>Does what there is to do now.</summary>
    /// <returns>What it came to when all games have ended: lost if one was, else the best of them; null before that.</returns>
    public async Task<ChallengeOutcome?> LookAsync(GameBook book, CancellationToken cancellation)
    {
        foreach (var denied in Denied(book).Where(d => !_running.ContainsKey(d.Record) && !_ended.ContainsKey(d.Record)).ToList())
            _running[denied.Record] = ChallengeOf(denied, book);

        foreach (var (record, challenge) in _running.ToList())
        {
            if (await challenge.LookAsync(book, cancellation) is not { } outcome) continue;
            _running.Remove(record);
            _ended[record] = outcome;
        }

        if (_running.Count > 0) return null;
        return _ended.ContainsValue(ChallengeOutcome.Lost) ? ChallengeOutcome.Lost : _ended.Values.Min();
    }

    private IEnumerable<DeniedClaim> Denied(GameBook book)
    {
        var solver = DeniedClaim.Of(claim);
        if (!contests) return [solver];
        return book.Passes
            .Where(p => p.Round == claim.Round && p.Interval == wrong.Number && p.Verifier != agent.Market.Account)
            .Select(p => DeniedClaim.Of(claim, p))
            .Prepend(solver);
    }

    private Challenge ChallengeOf(DeniedClaim denied, GameBook book)
    {
        var challenge = new Challenge(agent, moves, denied, wrong.Number, _trace);
        var begun = book.OpenAbout(denied.Record)
            .FirstOrDefault(g => g.Challenger == agent.Market.Account && g.State.Round == denied.Round);
        if (begun is not null) challenge.Resume(begun);
        return challenge;
    }
}
