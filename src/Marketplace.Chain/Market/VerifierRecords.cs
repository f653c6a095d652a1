using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Chain.Market;

/// <summary>The contract's records of verifiers as the rules know them (M6).</summary>
public static class VerifierRecords
{
    public static Registration ToRegistration(this VerifierStake r) =>
        new(new Wei(r.Stake), new Wei(r.Locked), new Timestamp(r.Since), new Wei(r.Leaving), new Timestamp(r.LeavesAt));

    public static RoundAudit ToRoundAudit(this Audit a) => new()
    {
        Total = new Wei(a.Total),
        ClaimedAt = new Timestamp(a.ClaimedAt),
        SeedBlock = a.SeedBlock,
        Passes = a.Passes,
        Unavailable = a.Unavailable,
        Paid = a.Paid,
        Draw = a.Draw,
        Received = a.Received,
        Seed = a.Seed,
        TraceRoot = a.TraceRoot,
    };
}
