using Marketplace.Primitives;

namespace Marketplace.Protocol.Market;

/// <summary>What a submitter fixes when posting; nothing of it ever changes (D10).</summary>
public sealed record JobTerms
{
    /// <summary>At the start of the ramp (M2).</summary>
    public required Wei MinPrice { get; init; }

    /// <summary>At the end of the ramp; beside the fees of verdicts what the submitter leaves in escrow.</summary>
    public required Wei MaxPrice { get; init; }

    /// <summary>What a solver stakes (M3).</summary>
    public required Wei Stake { get; init; }

    /// <summary>What a challenger of the first tier sends along (M3, D7).</summary>
    public required Wei Bond { get; init; }

    public required uint RampSeconds { get; init; }
    public required uint DeliverySeconds { get; init; }
    public required uint WindowSeconds { get; init; }

    /// <summary>Of one side's clock, before the allowances (D6).</summary>
    public required uint BudgetSeconds { get; init; }

    /// <summary>Seconds that remain at least after an opposing move (D6).</summary>
    public required uint MinResponse { get; init; }

    /// <summary>Seconds in which one step can be replayed, slack included (D6).</summary>
    public required uint StepAllowance { get; init; }

    /// <summary>After it nobody may lock, and anybody may have the escrow sent back.</summary>
    public required Timestamp ClosesAt { get; init; }

    /// <summary>The token that prices are paid in, in its smallest units; zero for the chain's coin. Stakes and bonds are
    /// always coins (M2).</summary>
    public Address Token { get; init; }

    /// <summary>The contract that is told of the result; zero for none (M11).</summary>
    public Address Callback { get; init; }

    /// <summary>Root of the list of those who may lock (B19); zero for anybody (M12).</summary>
    public Hash32 Solvers { get; init; }

    /// <summary>For one verdict, in what the job is paid in; this and the three below are zero in a job without verifiers
    /// (M6).</summary>
    public Wei AuditFee { get; init; }

    /// <summary>What a verifier has at risk for one pass, in coins.</summary>
    public Wei AuditStake { get; init; }

    /// <summary>Expected verdicts for an interval, in 1/256.</summary>
    public ushort AuditRate { get; init; }

    /// <summary>How many verdicts the job can pay in all.</summary>
    public ushort AuditSlots { get; init; }

    public bool IsAudited => AuditSlots != 0;

    /// <summary>What the submitter leaves with the market: the highest price, and the fees of all verdicts.</summary>
    public Wei Escrow => MaxPrice + AuditFee * AuditSlots;

    public bool IsInCoins => Token == Address.Zero;

    /// <summary>The bits by which the contract knows what a job has beside the usual: 1 a token, 2 a callback, 4 a list,
    /// 8 verifiers.</summary>
    public byte Features => (byte)((IsInCoins ? 0 : 1) | (Callback == Address.Zero ? 0 : 2) | (Solvers.IsZero ? 0 : 4)
        | (IsAudited ? 8 : 0));

    // The contract's bounds (D6, M3); 4 × 1,000,000 gas of one side × 10 gwei.
    public static readonly Wei MinStake = Wei.Coins(4) / 100;
    public static readonly Wei MinBond = Wei.Coins(4) / 100;
    public const uint MinWindowSeconds = 10 * 60;
    public const uint MaxSeconds = 365 * Day;
    public const uint MinResponseSeconds = 30;
    public const uint MaxBudgetSeconds = 30 * Day;

    private const uint Day = 24 * 60 * 60;

    /// <summary>Would the contract admit a job with these terms?</summary>
    /// <param name="interval">Steps between two checkpoints.</param>
    public bool AreSound(ulong interval, Timestamp now) =>
        MinPrice <= MaxPrice && (!IsInCoins || Stake >= MaxPrice) && Stake >= MinStake && Bond >= MinBond
        && RampSeconds <= MaxSeconds && DeliverySeconds > 0 && DeliverySeconds <= MaxSeconds
        && WindowSeconds >= MinWindowSeconds && WindowSeconds <= MaxSeconds && StepAllowance > 0
        // Wider than any of its factors: the contract reckons in 256 bits.
        && WindowSeconds >= (UInt128)4 * StepAllowance * interval && MinResponse >= MinResponseSeconds
        && BudgetSeconds >= MinResponse && BudgetSeconds <= MaxBudgetSeconds && ClosesAt > now && IsAuditSound;

    /// <summary>All that verifiers need, or nothing of it.</summary>
    private bool IsAuditSound => IsAudited
        ? AuditFee > Wei.Zero && AuditStake >= MinStake && AuditRate > 0
        : AuditFee == Wei.Zero && AuditStake == Wei.Zero && AuditRate == 0;

    /// <summary>The price so many seconds after posting: from min to max over the ramp, rounded down (M2, M5).</summary>
    public Wei PriceDown(ulong elapsedSeconds) =>
        elapsedSeconds >= RampSeconds ? MaxPrice : MinPrice + (MaxPrice - MinPrice) * elapsedSeconds / RampSeconds;

    /// <summary>The bond of a game of a tier (D7).</summary>
    public Wei BondOf(byte tier) => Bond * (1UL << tier);
}
