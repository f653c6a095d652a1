using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Judging;

/// <summary>What is counted about verifiers, of one run or of many.</summary>
public sealed record AuditCounts
{
    /// <summary>Runs whose job has verifiers.</summary>
    public int Runs { get; init; }

    public int Passes { get; init; }

    public int Unavailable { get; init; }

    public int VerdictsPaid { get; init; }

    public int Contests { get; init; }

    /// <summary>Contested passes whose verifier lost a game.</summary>
    public int PassesSlashed { get; init; }

    /// <summary>Passes on intervals that anybody could have shown to be wrong, and that nobody honest looked at.</summary>
    public int LyingPassesPaid { get; init; }

    /// <summary>Rounds in which verifiers were drawn once more.</summary>
    public int DrawnAnew { get; init; }

    /// <summary>Rounds that ended because no majority could fetch the result.</summary>
    public int Undelivered { get; init; }

    /// <summary>Of them: an honest solver had delivered, and honest verifiers were not drawn more often than others.</summary>
    public int CriedDown { get; init; }

    /// <summary>Of them: they were, but there were too few slots, or too little free stake, for their passes.</summary>
    public int CrowdedOut { get; init; }

    /// <summary>Results that nobody could have and that were paid, because honest verifiers were not drawn, or less often than
    /// others.</summary>
    public int WithheldPaid { get; init; }

    /// <summary>The same because others had taken the slots.</summary>
    public int WithheldPaidForSlots { get; init; }

    internal static AuditCounts Of(Cast cast, LedgerState end)
    {
        if (!cast.Terms.IsAudited) return new AuditCounts();
        var facts = end.Facts;
        var rounds = AuditedRound.Of(cast, end);
        var down = rounds.Where(r => r.IsUndelivered && cast.IsHonest(r.Claim.Who)).ToList();
        var withheld = rounds
            .Where(r => r.IsFinalized && !r.IsAcknowledged && cast.Shelves.KeepsResult(r.Claim.Who)).ToList();
        var passed = facts.Where(f => f.Kind == FactKind.Passed).ToDictionary(f => f.Game);
        return new AuditCounts
        {
            Runs = 1,
            Passes = passed.Count,
            Unavailable = facts.Count(f => f.Kind == FactKind.FoundUnavailable),
            VerdictsPaid = facts.Count(f => f.Kind == FactKind.Collected),
            Contests = facts.Count(f => f.Kind == FactKind.Contested),
            PassesSlashed = facts.Count(f => f.Kind == FactKind.Decided && f.IsOfRecord && f.ChallengerWon),
            LyingPassesPaid = facts.Count(f =>
                f.Kind == FactKind.Collected && passed.ContainsKey(f.Game) && AuditJudge.IsLying(cast, end, f)),
            DrawnAnew = facts.Count(f => f.Kind == FactKind.DrawnAnew),
            Undelivered = rounds.Count(r => r.IsUndelivered),
            CriedDown = down.Count(r => !r.HonestAreMore(r.LastDraw)),
            CrowdedOut = down.Count(r => r.HonestAreMore(r.LastDraw)),
            WithheldPaid = withheld.Count(r => !r.HonestAreEnoughToDoubt(r.LastDraw)),
            WithheldPaidForSlots = withheld.Count(r => r.HonestAreEnoughToDoubt(r.LastDraw)),
        };
    }

    public static AuditCounts operator +(AuditCounts a, AuditCounts b) => new()
    {
        Runs = a.Runs + b.Runs,
        Passes = a.Passes + b.Passes,
        Unavailable = a.Unavailable + b.Unavailable,
        VerdictsPaid = a.VerdictsPaid + b.VerdictsPaid,
        Contests = a.Contests + b.Contests,
        PassesSlashed = a.PassesSlashed + b.PassesSlashed,
        LyingPassesPaid = a.LyingPassesPaid + b.LyingPassesPaid,
        DrawnAnew = a.DrawnAnew + b.DrawnAnew,
        Undelivered = a.Undelivered + b.Undelivered,
        CriedDown = a.CriedDown + b.CriedDown,
        CrowdedOut = a.CrowdedOut + b.CrowdedOut,
        WithheldPaid = a.WithheldPaid + b.WithheldPaid,
        WithheldPaidForSlots = a.WithheldPaidForSlots + b.WithheldPaidForSlots,
    };
}
