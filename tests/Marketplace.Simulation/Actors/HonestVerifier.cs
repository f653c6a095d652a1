using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>
/// Looks at what it is drawn for: passes an interval that it has fetched and found right, challenges a claim that it finds
/// wrong, and says that something could not be fetched only after having tried for half of the window.
/// </summary>
public sealed class HonestVerifier(Address account, Wei stake, Scene scene, Shelves shelves, ulong seed)
    : Verifier(
        "verifier", account, stake,
        new Hand(account, Story.OfTruth(scene).TraceOf(scene), Story.OfTruth(scene).Moves, Pace.AtOnce, persists: true))
{
    private readonly Doubt _doubt = new(account, scene, seed);

    public override bool IsHonest => true;

    public override void Act(View view)
    {
        // Commitments are shown whatever has become of the window.
        foreach (var pledge in view.State.Pledges)
        {
            if (pledge.Challenger != Account || !view.State.Book.IsLive(pledge.Job, pledge.Round)) continue;
            var only = view.State.Book.JobOf(pledge.Job).Only;
            var k = only > 0 ? only - 1 : scene.FirstWrong(view.State.Claims[(pledge.Job, pledge.Round)])!.Value;
            _doubt.Challenge(view, pledge.Job, k);
        }

        base.Act(view);
    }

    protected override VerdictKind Says(View view, ulong number, Job job, int k)
    {
        var roots = view.State.Claims[(number, job.Round)];
        if (!scene.IsRight(roots, k))
        {
            // Whoever does not know the state at the start replays from one that it knows (C5).
            _doubt.Challenge(view, number, scene.FirstWrong(roots)!.Value);
            foreach (var pass in view.State.GivenVerdicts)
            {
                if (pass.Kind == VerdictKind.Pass && (pass.Job, pass.Round, pass.Interval) == (number, job.Round, k)
                    && scene.IsShownWrong(roots, k))
                    _doubt.Contest(view, pass);
            }

            return VerdictKind.None;
        }

        if (shelves.HasInterval(view, number, job, k)) return VerdictKind.Pass;
        var patience = new Timestamp(job.Deadline.Seconds - job.Terms.WindowSeconds / 2);
        if (view.Next > patience) return VerdictKind.Unavailable;
        view.WakeAt(patience + 1);
        return VerdictKind.None;
    }
}
