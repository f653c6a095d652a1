using Marketplace.Primitives;

namespace Marketplace.Protocol.Market;

/// <summary>A job as the contract keeps it. Fields of a round keep their last value when the round is over.</summary>
public sealed record Job
{
    public required Address Submitter { get; init; }
    public required JobState State { get; init; }
    public required Timestamp PostedAt { get; init; }
    public required JobTerms Terms { get; init; }

    public required uint Steps { get; init; }

    /// <summary>Steps between two checkpoints.</summary>
    public required uint Interval { get; init; }

    public required Hash32 Program { get; init; }
    public required Hash32 InitialRoot { get; init; }
    public required Hash32 Spec { get; init; }

    /// <summary>How many times the job has been locked.</summary>
    public uint Round { get; init; }

    public Address Solver { get; init; }

    /// <summary>Of this round.</summary>
    public Wei Price { get; init; }

    /// <summary>Locked: until when to claim. Claimed: until when to challenge.</summary>
    public Timestamp Deadline { get; init; }

    /// <summary>Games and commitments of this round that are alive.</summary>
    public ushort Open { get; init; }

    /// <summary>Commitments ever made in this round.</summary>
    public ushort Commitments { get; init; }

    /// <summary>Verdicts that can still be paid (M6).</summary>
    public ushort Slots { get; init; }

    /// <summary>A contested pass: 1 + the only interval that it is about; else 0.</summary>
    public ushort Only { get; init; }

    public Hash32 TraceRoot { get; init; }

    /// <summary>What a number without a job reads as.</summary>
    internal static readonly Job None = new()
    {
        Submitter = default,
        State = JobState.None,
        PostedAt = default,
        Terms = new JobTerms
        {
            MinPrice = default,
            MaxPrice = default,
            Stake = default,
            Bond = default,
            RampSeconds = 0,
            DeliverySeconds = 0,
            WindowSeconds = 0,
            BudgetSeconds = 0,
            MinResponse = 0,
            StepAllowance = 0,
            ClosesAt = default,
        },
        Steps = 0,
        Interval = 0,
        Program = default,
        InitialRoot = default,
        Spec = default,
    };

    /// <summary>Nobody holds it: the next solver may lock it, the submitter may take it back (M1).</summary>
    public bool IsUnheld => State is JobState.Open or JobState.Slashed or JobState.Expired;

    /// <summary>What is still locked in for it, in what the job is paid in: the price, and the fees of verdicts to come.</summary>
    public Wei Escrow => IsUnheld || State is JobState.Locked or JobState.Claimed ? Terms.MaxPrice + Unspent : Wei.Zero;

    /// <summary>What the verdicts that nobody gave would have cost, in what the job is paid in.</summary>
    public Wei Unspent => Terms.AuditFee * Slots;

    public Wei StakeHeld => State is JobState.Locked or JobState.Claimed ? Terms.Stake : Wei.Zero;
}
