using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Judging;

/// <summary>Holds a finished run against the truth: what the law makes of the job, and what section 10 makes of its events.</summary>
public static class Judge
{
    /// <summary>Everything that should not be.</summary>
    /// <param name="capital">What every account had in the beginning.</param>
    /// <param name="isQuiet">Nobody had anything left to do.</param>
    public static IReadOnlyList<string> Faults(Cast cast, LedgerState end, Timestamp now, Wei capital, bool isQuiet)
    {
        var faults = new List<string>();
        Verdicts(cast, end, faults);
        AuditJudge.Faults(cast, end, faults);
        Endings(cast, end, now, isQuiet, faults);
        Money(cast, end, capital, faults);
        return faults;
    }

    /// <summary>Is the claim of a round the law's?</summary>
    public static bool IsRight(Cast cast, LedgerState end, ulong job, uint round) =>
        cast.Scene.FirstWrong(end.Claims[(job, round)]) is null;

    /// <summary>No honest party loses a game, and no watched liar is paid (P1).</summary>
    private static void Verdicts(Cast cast, LedgerState end, List<string> faults)
    {
        foreach (var fact in end.Facts)
        {
            if (fact.Kind == FactKind.Decided && cast.IsHonest(fact.Loser)) faults.Add($"an honest party lost a game: {fact}");
            if (fact.Kind == FactKind.Forfeited && cast.IsHonest(fact.Who)) faults.Add($"an honest party lost its bond: {fact}");
            if (fact.Kind == FactKind.Expired && cast.IsHonest(end.Facts.Last(f => f.Kind == FactKind.Locked && f.Round == fact.Round).Who))
                faults.Add($"an honest solver lost a part of its stake: {fact}");
            if (fact.Kind == FactKind.Finalized && !fact.IsOfRecord && cast.Watched && !IsRight(cast, end, fact.Job, fact.Round))
                faults.Add($"a liar was paid: {fact}");
        }
    }

    /// <summary>Every job ends, nothing stays locked, and all of it in time (P2, P3).</summary>
    private static void Endings(Cast cast, LedgerState end, Timestamp now, bool isQuiet, List<string> faults)
    {
        var book = end.Book;
        if (!isQuiet) faults.Add("the run did not come to rest");
        // Whoever leaves the registry has its own time for it (M6).
        var last = end.Facts.LastOrDefault(f => !IsLeaving(f.Kind))?.At ?? default;
        if (last > cast.End) faults.Add($"the run took until {last}, longer than its clocks allow ({cast.End})");
        var left = cast.Terms.IsAudited ? cast.End + Registration.UnbondingSeconds + 10UL * cast.Weather.LatencySeconds : cast.End;
        if (now > left) faults.Add($"the last stake left at {now}, later than it may ({left})");
        foreach (var (number, job) in book.Jobs)
        {
            if (job.State is not (JobState.Finalized or JobState.Cancelled)) faults.Add($"job {number} is stuck in {job.State}");
        }

        if (book.JobCount == 0) faults.Add("no job was posted");
        if (!book.Games.IsEmpty) faults.Add($"{book.Games.Count} bonds are stuck");
        foreach (var (verifier, r) in book.Registry)
        {
            if (r.Stake + r.Leaving > Wei.Zero) faults.Add($"a stake of {verifier} is stuck");
        }

        if (!cast.Terms.IsInCoins && end.WalletOf(cast.Terms.Token, book.Site.Contract) is var held && held != Wei.Zero)
            faults.Add($"{held} of the token stay in the market");
        if (book.Holdings != Wei.Zero) faults.Add($"{book.Holdings} stay in the market");
    }

    private static bool IsLeaving(FactKind kind) =>
        kind is FactKind.Unstaked or FactKind.Left or FactKind.Withdrawn or FactKind.TokenWithdrawn or FactKind.Swept;

    /// <summary>Everybody owns what the table says (P5, P6).</summary>
    private static void Money(Cast cast, LedgerState end, Wei capital, List<string> faults)
    {
        var table = new PayoutTable(end.Facts, cast.Terms);
        foreach (var actor in cast.Actors)
        {
            var (has, due) = (end.WalletOf(actor.Account), table.Final(actor.Account, capital));
            if (has != due) faults.Add($"{actor.Name} {actor.Account} has {has} and is due {due}");
            if (!cast.Terms.IsInCoins) OfToken(cast, end, actor, table.FinalOfToken(
                actor.Account, actor is Actors.Submitter ? capital : Wei.Zero), faults);
            if (actor is Actors.Challenger or Actors.Keeper or Actors.HonestVerifier && has < capital) faults.Add($"an honest {actor.Name} has lost money");
        }
    }

    private static void OfToken(Cast cast, LedgerState end, Actors.Actor actor, Wei due, List<string> faults)
    {
        var has = end.WalletOf(cast.Terms.Token, actor.Account);
        if (has != due) faults.Add($"{actor.Name} {actor.Account} has {has} of the token and is due {due}");
    }
}
