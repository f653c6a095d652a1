using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Games;

/// <summary>What a challenge denies: a solver's claim, or a verifier's pass of one of its intervals (M6).</summary>
/// <param name="Record">The job, or the number that the pass has as a job once it is contested.</param>
/// <param name="Round">Of the record: 1 of a contested pass.</param>
/// <param name="Roots">S_0 … S_N as claimed: whoever passes an interval says the same of it.</param>
/// <param name="Pass">null for the solver's claim.</param>
public sealed record DeniedClaim(ulong Record, uint Round, IReadOnlyList<Hash32> Roots, GivenVerdict? Pass = null)
{
    public static DeniedClaim Of(ComputeMarket.ClaimPostedEvent claim) => new(claim.Job, claim.Round, claim.Roots);

    public static DeniedClaim Of(ComputeMarket.ClaimPostedEvent claim, GivenVerdict pass) => new(pass.ContestedAs, 1, claim.Roots, pass);

    /// <summary>What the claim is named by beside its round (D1).</summary>
    public Hash32 TraceRoot { get; } = MarketRules.TraceRootOf(Roots);

    public override string ToString() =>
        Pass is { } pass ? $"the pass of interval {pass.Interval} by {pass.Verifier}" : $"the claim of job {Record}";
}
