using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Stakes, says something about every interval for which it is drawn, answers for it, and leaves when the jobs are
/// over (M6).</summary>
/// <param name="stake">Put in before the first job.</param>
/// <param name="hand">How it defends its passes.</param>
public abstract class Verifier(string name, Address account, Wei stake, Hand hand) : Actor(name, account)
{
    public override void Act(View view)
    {
        var book = view.State.Book;
        if (!book.Registry.ContainsKey(Account) && stake > Wei.Zero) view.Send(new StakeCall(Account, stake));
        for (ulong number = 1; number <= book.JobCount; number++)
        {
            if (book.JobOf(number) is { State: JobState.Claimed, Terms.IsAudited: true } job) Audit(view, number, job);
        }

        hand.Play(view);
        Leave(view);
        Withdraw(view);
    }

    /// <summary>What it says of an interval for which it is drawn; None for nothing, or for nothing yet.</summary>
    protected abstract VerdictKind Says(View view, ulong number, Job job, int k);

    /// <summary>Something to be done about a claim with verifiers, beside verdicts.</summary>
    protected virtual void Attend(View view, ulong number, Job job)
    {
    }

    private void Audit(View view, ulong number, Job job)
    {
        Attend(view, number, job);
        if (view.Next > job.Deadline) return;
        var (book, audit) = (view.State.Book, view.State.Book.AuditOf(number, job.Round));
        if (audit.Seed.IsZero)
        {
            if (view.NextBlock > audit.SeedBlock) view.Send(new DrawSeedCall(Account, number));
            return;
        }

        var registration = book.RegistrationOf(Account);
        for (ushort k = 0; k < view.State.Claims[(number, job.Round)].Length - 1; k++)
        {
            if (!audit.Draws(registration, Account, number, job.Round, k, job.Terms.AuditRate)) continue;
            if (book.Verdicts.ContainsKey(GivenVerdict.KeyOf(number, job.Round, audit.Draw, k, Account))) continue;
            var word = Says(view, number, job, k);
            // What would be refused is not sent: a slot or a stake may become free later.
            if (word == VerdictKind.Pass && job.Slots > 0 && registration.Free >= job.Terms.AuditStake)
                view.Send(new PassCall(Account, number, job.TraceRoot, k));
            if (word == VerdictKind.Unavailable && audit.Unavailable < job.Slots)
                view.Send(new UnavailableCall(Account, number, job.TraceRoot, k));
        }
    }

    private void Leave(View view)
    {
        var book = view.State.Book;
        var registration = book.RegistrationOf(Account);
        if (registration.Leaving > Wei.Zero)
        {
            if (view.Next > registration.LeavesAt) view.Send(new LeaveCall(Account));
            else view.WakeAt(registration.LeavesAt + 1);
        }

        var isOver = book.JobCount > 0
            && book.Jobs.Values.All(job => job.State is JobState.Finalized or JobState.Cancelled);
        if (isOver && registration.Free > Wei.Zero) view.Send(new UnstakeCall(Account, registration.Free));
    }
}
