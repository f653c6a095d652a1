using Marketplace.Primitives;

namespace Marketplace.Protocol.Market;

/// <summary>What a verifier has in the registry (M6).</summary>
/// <param name="Stake">With what is locked.</param>
/// <param name="Locked">At risk for passes that are not yet paid.</param>
/// <param name="Since">When the stake grew last.</param>
/// <param name="Leaving">On its way out: no longer drawn, and not yet to be had before <paramref name="LeavesAt"/> is over.</param>
public sealed record Registration(Wei Stake, Wei Locked, Timestamp Since, Wei Leaving, Timestamp LeavesAt)
{
    /// <summary>Seconds from leaving the registry to having the coins.</summary>
    public const ulong UnbondingSeconds = 7 * 24 * 60 * 60;

    /// <summary>What a stranger has.</summary>
    public static readonly Registration None = new(Wei.Zero, Wei.Zero, default, Wei.Zero, default);

    public Wei Free => Stake - Locked;
}
