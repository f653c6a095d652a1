using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>The mirror's records as the contract would return them.</summary>
internal static class OnChain
{
    public static JobRecord Of(Job j) => new(
        j.Submitter, j.PostedAt.Seconds, j.Slots, j.Solver, (byte)j.State, (ushort)j.Round, (byte)j.Open, j.Commitments,
        j.Terms.Features, j.Deadline.Seconds, j.Price.Value, j.Steps, j.Interval, j.Only, j.Terms.BudgetSeconds, j.Terms.MinResponse,
        j.Terms.StepAllowance, Of(j.Terms), j.Program, j.InitialRoot, j.TraceRoot, j.Spec);

    public static Terms Of(JobTerms t) => t.ToChain();

    public static VerifierStake Of(Registration r) =>
        new(r.Stake.Value, r.Locked.Value, r.Since.Seconds, r.Leaving.Value, r.LeavesAt.Seconds);

    public static Audit Of(RoundAudit a) => new(
        a.Total.Value, a.ClaimedAt.Seconds, a.SeedBlock, a.Passes, a.Unavailable, a.Paid, a.Draw, a.Received, a.Seed, a.TraceRoot);

    public static Verdict Of(GivenVerdict? v) =>
        v is null ? new Verdict(0, 0, 0, 0) : new Verdict((byte)v.Kind, v.Until.Seconds, v.Number, v.ContestedAs);

    public static SlashedRound Of(SlashedPool? pool) =>
        pool is null ? new SlashedRound(0, 0, 0, 0) : new SlashedRound(pool.Share.Value, pool.Pool.Value, pool.Limit, pool.Open);
}
