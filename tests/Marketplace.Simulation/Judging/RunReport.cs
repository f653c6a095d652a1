using Marketplace.Primitives;

namespace Marketplace.Simulation.Judging;

/// <summary>What one run came to.</summary>
/// <param name="Faults">What should never be; empty.</param>
/// <param name="Digest">Of all events, in order: the same seed gives the same one.</param>
/// <param name="Log">Every transaction in words, if asked for.</param>
public sealed record RunReport(
    ulong Seed, IReadOnlyList<string> Faults, Hash32 Digest, RunCounts Counts, IReadOnlyList<string> Cast, IReadOnlyList<string> Log);

/// <summary>What is counted, of one run or of many.</summary>
public sealed record RunCounts
{
    public int Transactions { get; init; }

    /// <summary>Transactions that the rules refused.</summary>
    public int Refused { get; init; }

    public int Games { get; init; }

    /// <summary>Games that an honest party won.</summary>
    public int HonestWins { get; init; }

    /// <summary>Games that an honest party lost: each of them is a fault.</summary>
    public int HonestLosses { get; init; }

    /// <summary>Games decided by the referee's own computation.</summary>
    public int Proofs { get; init; }

    public int WrongClaims { get; init; }

    public int LiarsSlashed { get; init; }

    /// <summary>Wrong claims that ended because nobody could fetch the result.</summary>
    public int LiarsUndelivered { get; init; }

    /// <summary>Wrong claims that were paid because no honest challenger looked.</summary>
    public int UnwatchedLiarsPaid { get; init; }

    public int RightClaimsPaid { get; init; }

    public int Reorgs { get; init; }

    /// <summary>Seconds for which a censor kept something back.</summary>
    public ulong CensoredSeconds { get; init; }

    /// <summary>From posting to the end of the job.</summary>
    public ulong Seconds { get; init; }

    public AuditCounts Audits { get; init; } = new();

    public static RunCounts operator +(RunCounts a, RunCounts b) => new()
    {
        Transactions = a.Transactions + b.Transactions,
        Refused = a.Refused + b.Refused,
        Games = a.Games + b.Games,
        HonestWins = a.HonestWins + b.HonestWins,
        HonestLosses = a.HonestLosses + b.HonestLosses,
        Proofs = a.Proofs + b.Proofs,
        WrongClaims = a.WrongClaims + b.WrongClaims,
        LiarsSlashed = a.LiarsSlashed + b.LiarsSlashed,
        LiarsUndelivered = a.LiarsUndelivered + b.LiarsUndelivered,
        Audits = a.Audits + b.Audits,
        UnwatchedLiarsPaid = a.UnwatchedLiarsPaid + b.UnwatchedLiarsPaid,
        RightClaimsPaid = a.RightClaimsPaid + b.RightClaimsPaid,
        Reorgs = a.Reorgs + b.Reorgs,
        CensoredSeconds = a.CensoredSeconds + b.CensoredSeconds,
        Seconds = a.Seconds + b.Seconds,
    };
}
