using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Ends whatever can be ended, for nothing: the calls that are open to anybody.</summary>
public sealed class Keeper(Address account) : Actor("keeper", account)
{
    public override bool IsHonest => true;

    public override void Act(View view)
    {
        var book = view.State.Book;
        foreach (var number in view.State.Jobs) Job(view, number, book.JobOf(number));
        foreach (var game in view.State.Games)
        {
            if (!book.IsLive(game.State.Job, game.State.Round)) view.Send(new ReleaseCall(Account, game.Last.State, game.Last.Mover));
            else if (After(view, game.State.Deadline)) view.Send(new TimeoutCall(Account, game.Last.State, game.Last.Mover));
        }

        foreach (var pledge in view.State.Pledges) Ended(view, pledge);
        foreach (var verdict in view.State.GivenVerdicts) Collect(view, verdict);
        if (book.Burned > Wei.Zero && book.JobCount > 0 && view.State.Jobs.All(number => IsOver(book.JobOf(number))))
            view.Send(new SweepCall(Account));
    }

    private void Job(View view, ulong number, Job job)
    {
        switch (job.State)
        {
            case JobState.Locked when After(view, job.Deadline):
                view.Send(new ExpireCall(Account, number));
                break;
            case JobState.Claimed when job.Open == 0 && After(view, job.Deadline):
                var isDelivered = view.State.Book.AuditOf(number, job.Round).IsDelivered;
                view.Send(isDelivered ? new FinalizeCall(Account, number) : new UndeliveredCall(Account, number));
                break;
            case JobState.Claimed when job.Terms.IsAudited && view.Next <= job.Deadline:
                Draw(view, number, view.State.Book.AuditOf(number, job.Round));
                break;
            case JobState.Open or JobState.Slashed or JobState.Expired when After(view, job.Terms.ClosesAt):
                view.Send(new CancelCall(Account, number));
                break;
        }
    }

    private void Draw(View view, ulong number, RoundAudit audit)
    {
        if (!audit.Seed.IsZero) return;
        if (view.NextBlock > audit.SeedBlock) view.Send(new DrawSeedCall(Account, number));
        else view.WakeAt(view.Next + (audit.SeedBlock + 1 - view.NextBlock) * view.BlockSeconds);
    }

    private void Collect(View view, GivenVerdict verdict)
    {
        if (view.State.Book.IsLive(verdict.Job, verdict.Round)) return;
        var isDue = verdict.Kind switch
        {
            VerdictKind.Pass => After(view, verdict.Until),
            VerdictKind.Unavailable => verdict.Number < view.State.Book.AuditOf(verdict.Job, verdict.Round).Paid,
            _ => false,
        };
        if (isDue) view.Send(new CollectCall(Account, VerdictPlace.Of(verdict)));
    }

    private void Ended(View view, Pledge pledge)
    {
        if (!view.State.Book.IsLive(pledge.Job, pledge.Round))
        {
            view.Send(new ReleaseCommitmentCall(Account, pledge.Job, pledge.Round, pledge.Challenger, pledge.Nonce));
            return;
        }

        var last = pledge.Block + DisputeRules.OpenBlocks;
        if (view.NextBlock > last) view.Send(new ForfeitCall(Account, pledge.Job, pledge.Challenger, pledge.Nonce));
        else view.WakeAt(view.Next + (last + 1 - view.NextBlock) * view.BlockSeconds);
    }

    private static bool IsOver(Job job) => job.State is JobState.Finalized or JobState.Cancelled;

    private static bool After(View view, Timestamp deadline)
    {
        if (view.Next > deadline) return true;
        view.WakeAt(deadline + 1);
        return false;
    }
}
