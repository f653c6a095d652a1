using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Locks the job, claims what its story says, and defends it.</summary>
/// <param name="fromRound">It takes the job for this round or a later one: 1 is the first.</param>
/// <param name="rounds">How many times it takes it.</param>
public sealed class Solver(
    string name, Address account, bool isHonest, Scene scene, Story story, uint fromRound, uint rounds, Pace pace = Pace.AtOnce)
    : Actor(name, account)
{
    private readonly Hand _hand = new(account, story.TraceOf(scene), story.Moves, pace, isHonest);

    public override bool IsHonest => isHonest;

    /// <summary>What it claims, and how it defends it.</summary>
    public Story Story => story;

    public override void Act(View view)
    {
        for (ulong number = 1; number <= view.State.Book.JobCount; number++) Act(view, number, view.State.Book.JobOf(number));
        _hand.Play(view);
        Withdraw(view);
    }

    private void Act(View view, ulong number, Job job)
    {
        var mayLock = job.Round + 1 >= fromRound && job.Round + 1 < fromRound + rounds;
        if (job.IsUnheld && mayLock && view.Next <= job.Terms.ClosesAt)
            view.Send(new LockCall(Account, job.Terms.Stake, number));
        if (job.State == JobState.Locked && job.Solver == Account && view.Next <= job.Deadline)
            Claim(view, number, job);
    }

    private void Claim(View view, ulong number, Job job)
    {
        var isLast = view.Next + view.BlockSeconds > job.Deadline;
        if (pace == Pace.AtOnce || isLast) view.Send(new ClaimCall(Account, number, story.Roots));
        else view.WakeAt(new Timestamp(job.Deadline.Seconds - view.BlockSeconds + 1));
    }
}
