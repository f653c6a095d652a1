using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Posts one job and takes back what is left.</summary>
public sealed class Submitter(Address account, byte[] header, Hash32 initialRoot, JobTerms terms) : Actor("submitter", account)
{
    public override bool IsHonest => true;

    public override void Act(View view)
    {
        if (view.State.Book.JobCount == 0) view.Send(new PostCall(Account, terms.MaxPrice, header, initialRoot, terms));
        Withdraw(view);
    }
}
