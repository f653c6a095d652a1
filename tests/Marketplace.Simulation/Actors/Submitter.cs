using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Posts one job and takes back what is left.</summary>
/// <param name="receives">Where it fetches results, if it says that it has them (M10).</param>
public sealed class Submitter(
    string name, Address account, byte[] header, Hash32 initialRoot, JobTerms terms, Shelves? receives = null)
    : Actor(name, account)
{
    public override bool IsHonest => true;

    public override void Act(View view)
    {
        if (view.State.Book.JobCount == 0) Post(view);
        else if (receives is not null) Acknowledge(view, receives);
        Withdraw(view);
    }

    private void Post(View view)
    {
        if (!terms.IsInCoins && view.State.Book.Tokens[terms.Token].AllowanceOf(Account) < terms.Escrow)
            view.Send(new ApproveCall(Account, terms.Token, terms.Escrow));
        else view.Send(new PostCall(Account, terms.IsInCoins ? terms.Escrow : Wei.Zero, header, initialRoot, terms));
    }

    private void Acknowledge(View view, Shelves shelves)
    {
        var (book, job) = (view.State.Book, view.State.Book.JobOf(1));
        if (job is { State: JobState.Claimed, Terms.IsAudited: true } && !book.AuditOf(1, job.Round).Received
            && shelves.HasResult(view, 1, job))
            view.Send(new AcknowledgeCall(Account, 1, job.TraceRoot));
    }
}
