using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Casting;

/// <summary>What a solver keeps back of the blobs that its claims name (C5).</summary>
/// <param name="Name">For logs and counts.</param>
/// <param name="Blobs">By the interval whose end they hold; the last one is the result.</param>
/// <param name="UntilTheLastSecond">Of the first window; then they can be had.</param>
public sealed record Withholding(string Name, IReadOnlySet<int> Blobs, bool UntilTheLastSecond);

/// <summary>Who can fetch what: the blobs of a claim, unless its solver keeps them back from everybody.</summary>
/// <param name="intervals">Of the job; each has a blob.</param>
public sealed class Shelves(int intervals, IReadOnlyDictionary<Address, Withholding> withheld)
{
    /// <summary>Can the states at both ends of an interval of the present claim and its result be fetched now?</summary>
    /// <remarks>The first state comes with the job.</remarks>
    public bool HasInterval(View view, ulong number, Job job, int k) =>
        Has(view, number, job, k - 1) && Has(view, number, job, k) && HasResult(view, number, job);

    public bool HasResult(View view, ulong number, Job job) => Has(view, number, job, intervals - 1);

    /// <summary>Nobody ever gets the result of this solver's claims.</summary>
    public bool KeepsResult(Address solver) =>
        withheld.TryGetValue(solver, out var w) && !w.UntilTheLastSecond && w.Blobs.Contains(intervals - 1);

    /// <summary>Everybody gets everything that this solver's claims name, in time.</summary>
    public bool Delivers(Address solver) => !withheld.ContainsKey(solver);

    private bool Has(View view, ulong number, Job job, int blob)
    {
        if (!withheld.TryGetValue(job.Solver, out var w) || !w.Blobs.Contains(blob)) return true;
        var isLastSecond = view.Next + view.BlockSeconds > job.Deadline;
        return w.UntilTheLastSecond && (isLastSecond || view.State.Book.AuditOf(number, job.Round).Draw > 0);
    }
}
