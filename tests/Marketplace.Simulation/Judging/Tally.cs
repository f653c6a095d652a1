using Marketplace.Protocol.Disputes;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Judging;

/// <summary>Counts what a run was made of.</summary>
internal static class Tally
{
    public static RunCounts Of(Cast cast, LedgerState end, RunCounts counts)
    {
        var decided = end.Facts.Where(f => f.Kind == FactKind.Decided).ToList();
        var claims = end.Facts.Where(f => f.Kind == FactKind.Claimed).ToList();
        var paid = end.Facts.Where(f => f.Kind == FactKind.Finalized && !f.IsOfRecord).ToList();
        var wrong = claims.Where(f => !Judge.IsRight(cast, end, f.Job, f.Round)).ToList();
        return counts with
        {
            Games = end.Facts.Count(f => f.Kind == FactKind.Opened),
            HonestWins = decided.Count(f => cast.IsHonest(f.Who)),
            HonestLosses = decided.Count(f => cast.IsHonest(f.Loser)),
            // Who wins by proof moves itself; who wins by the clock waits.
            Proofs = decided.Count(f => f.State!.Waiting != f.Who),
            WrongClaims = wrong.Count,
            LiarsSlashed = wrong.Count(w => decided.Any(d => !d.IsOfRecord && d.Round == w.Round && d.ChallengerWon)),
            LiarsUndelivered = wrong.Count(w => end.Facts.Any(f => f.Kind == FactKind.Undelivered && f.Round == w.Round)),
            UnwatchedLiarsPaid = paid.Count(p => wrong.Any(w => w.Round == p.Round)),
            RightClaimsPaid = paid.Count(p => wrong.All(w => w.Round != p.Round)),
            Audits = AuditCounts.Of(cast, end),
            Seconds = end.Facts.Count == 0 ? 0 : LastOfJob(end).At.Seconds - end.Facts[0].At.Seconds,
        };
    }

    private static Fact LastOfJob(LedgerState end) =>
        end.Facts.LastOrDefault(f => f.Kind is FactKind.Finalized or FactKind.Cancelled && !f.IsOfRecord) ?? end.Facts[^1];
}
