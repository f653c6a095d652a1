using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Locks the first round and claims nothing that counts.</summary>
/// <param name="roots">A claim that is refused, sent once; empty for none.</param>
public sealed class IdleSolver(Address account, IReadOnlyList<Hash32> roots) : Actor("idle solver", account)
{
    private bool _claimed;

    public override void Act(View view)
    {
        if (view.State.Book.JobCount > 0 && view.State.Book.JobOf(1) is var job)
        {
            if (job.IsUnheld && job.Round == 0 && view.Next <= job.Terms.ClosesAt)
                view.Send(new LockCall(Account, job.Terms.Stake, 1));
            if (job.State == JobState.Locked && job.Solver == Account && !_claimed && roots.Count > 0)
                _claimed = view.Send(new ClaimCall(Account, 1, [.. roots]));
        }

        Withdraw(view);
    }
}
