using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>The mirror's records as the contract would return them.</summary>
internal static class OnChain
{
    public static JobRecord Of(Job j) => new(
        j.Submitter, j.PostedAt.Seconds, j.Solver, (byte)j.State, (ushort)j.Round, (byte)j.Open, j.Commitments, j.Terms.Features,
        j.Deadline.Seconds, j.Price.Value, j.Steps, j.Interval, j.Terms.BudgetSeconds, j.Terms.MinResponse, j.Terms.StepAllowance, Of(j.Terms), j.Program, j.InitialRoot, j.TraceRoot, j.Spec);

    public static Terms Of(JobTerms t) => t.ToChain();

    public static SlashedRound Of(SlashedPool? pool) =>
        pool is null ? new SlashedRound(0, 0, 0, 0) : new SlashedRound(pool.Share.Value, pool.Pool.Value, pool.Limit, pool.Open);
}
