using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Replays every claim by the law and challenges a wrong one, at its first wrong interval, and every pass on an
/// interval that is shown to be wrong.</summary>
public sealed class Challenger(Address account, Scene scene, ulong seed) : Actor("challenger", account)
{
    private readonly Doubt _doubt = new(account, scene, seed);
    private readonly Hand _hand = new(account, Story.OfTruth(scene).TraceOf(scene), Story.OfTruth(scene).Moves, Pace.AtOnce, true);

    public override bool IsHonest => true;

    public override void Act(View view)
    {
        for (ulong number = 1; number <= view.State.Book.JobCount; number++)
        {
            var job = view.State.Book.JobOf(number);
            if (job.State != JobState.Claimed) continue;
            if (scene.FirstWrong(view.State.Claims[(number, job.Round)]) is { } k) _doubt.Challenge(view, number, k);
        }

        foreach (var verdict in view.State.GivenVerdicts)
        {
            if (verdict.Kind is VerdictKind.Pass or VerdictKind.Contested
                && scene.IsShownWrong(view.State.Claims[(verdict.Job, verdict.Round)], verdict.Interval))
                _doubt.Contest(view, verdict);
        }

        _hand.Play(view);
        Withdraw(view);
    }
}
