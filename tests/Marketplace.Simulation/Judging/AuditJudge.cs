using Marketplace.Primitives;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Judging;

/// <summary>Holds what verifiers said, and what became of it, against the truth (M6, M10).</summary>
internal static class AuditJudge
{
    public static void Faults(Cast cast, LedgerState end, List<string> faults)
    {
        Verdicts(cast, end, faults);
        Contests(cast, end, faults);
        Deliveries(cast, end, faults);
    }

    /// <summary>Is a pass about an interval that anybody can show to be wrong?</summary>
    public static bool IsLying(Cast cast, LedgerState end, Fact verdict) =>
        cast.Scene.IsShownWrong(end.Claims[(verdict.Job, verdict.Round)], verdict.Interval);

    /// <summary>Verdicts come from who was there before the claim, once each; what the honest say is so.</summary>
    private static void Verdicts(Cast cast, LedgerState end, List<string> faults)
    {
        var (staked, claimed, solver) = (new Dictionary<Address, Timestamp>(), default(Timestamp), default(Address));
        var given = new HashSet<Hash32>();
        foreach (var fact in end.Facts)
        {
            if (fact.Kind == FactKind.Staked) staked[fact.Who] = fact.At;
            if (fact.Kind == FactKind.Claimed) (claimed, solver) = (fact.At, fact.Who);
            if (fact.Kind == FactKind.Acknowledged && cast.Shelves.KeepsResult(solver))
                faults.Add($"a receipt for what nobody could have: {fact}");
            if (fact.Kind is not (FactKind.Passed or FactKind.FoundUnavailable)) continue;

            if (!given.Add(fact.Game)) faults.Add($"a verdict was given twice: {fact}");
            if (!staked.TryGetValue(fact.Who, out var since) || since >= claimed)
                faults.Add($"a stake counted that came after the claim: {fact}");
            if (!cast.IsHonest(fact.Who)) continue;
            if (fact.Kind == FactKind.Passed && !cast.Scene.IsRight(end.Claims[(fact.Job, fact.Round)], fact.Interval))
                faults.Add($"an honest verifier passed what is wrong: {fact}");
            if (fact.Kind == FactKind.FoundUnavailable && cast.Shelves.Delivers(solver))
                faults.Add($"an honest verifier found nothing where all was delivered: {fact}");
        }
    }

    /// <summary>A lying pass that somebody honest has challenged is slashed; where somebody honest looks at everything, all
    /// are.</summary>
    private static void Contests(Cast cast, LedgerState end, List<string> faults)
    {
        foreach (var fact in end.Facts)
        {
            if (fact.Kind == FactKind.Contested && IsLying(cast, end, fact))
            {
                var doubted = end.Facts.Any(f => f.Kind == FactKind.Committed && f.Job == fact.Job && cast.IsHonest(f.Who));
                var slashed = end.Facts.Any(f => f.Kind == FactKind.Decided && f.Job == fact.Job && f.ChallengerWon);
                if (doubted && !slashed) faults.Add($"a lying pass was contested and stood: {fact}");
            }

            if (fact.Kind == FactKind.Collected && cast.Watched && IsLying(cast, end, fact)
                && end.Facts.Any(f => f.Kind == FactKind.Passed && f.Game == fact.Game))
                faults.Add($"a lying pass was paid: {fact}");
        }
    }

    /// <summary>What nobody could fetch is not paid, and what was delivered is, as long as the honest are drawn more often
    /// than the others and the job can pay for what they say.</summary>
    private static void Deliveries(Cast cast, LedgerState end, List<string> faults)
    {
        foreach (var round in AuditedRound.Of(cast, end))
        {
            var (solver, last) = (round.Claim.Who, round.LastDraw);
            if (round.IsFinalized && cast.Shelves.KeepsResult(solver) && !round.IsAcknowledged
                && round.HonestAreEnoughToDoubt(last) && round.HasSlotsForAll(last))
                faults.Add($"a result that nobody could have was paid: {round.Claim}");
            for (var draw = 0; draw < round.TimesUndelivered && cast.IsHonest(solver); draw++)
            {
                if (round.HonestAreEnoughToPass(draw) && round.HasSlotsForAll(draw))
                    faults.Add($"a delivered result was cried down in draw {draw}: {round.Claim}");
            }
        }
    }
}
