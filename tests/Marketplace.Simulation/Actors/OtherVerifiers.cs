using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Says always the same without a look, and tries to be paid for it whatever has become of it.</summary>
/// <param name="says">Of an interval of these roots.</param>
public sealed class CarelessVerifier(
    string name, Address account, Wei stake, Hand hand, Func<IReadOnlyList<Hash32>, int, VerdictKind> says)
    : Verifier(name, account, stake, hand)
{
    private const int Attempts = 2;

    private readonly Dictionary<(Hash32, VerdictKind), int> _tried = [];

    public override void Act(View view)
    {
        base.Act(view);
        foreach (var verdict in view.State.GivenVerdicts)
        {
            if (verdict.Verifier != Account || view.State.Book.IsLive(verdict.Job, verdict.Round)) continue;
            var tried = _tried.GetValueOrDefault((verdict.Key, verdict.Kind));
            if (tried < Attempts && view.Send(new CollectCall(Account, VerdictPlace.Of(verdict))))
                _tried[(verdict.Key, verdict.Kind)] = tried + 1;
        }
    }

    protected override VerdictKind Says(View view, ulong number, Job job, int k) =>
        says(view.State.Claims[(number, job.Round)], k);
}

/// <summary>
/// Stakes when it sees a claim, speaks as if it were drawn, speaks again, and is on its way out at once: everything that
/// the draw and the registry are to keep out.
/// </summary>
/// <param name="before">Staked in time: with it some of what it says counts.</param>
/// <param name="later">Staked after a claim.</param>
public sealed class StakeHopper(Address account, Wei before, Wei later, Hand hand, bool cries)
    : Verifier("stake hopper", account, before, hand)
{
    private const int Rounds = 2;
    private const int Attempts = 12;

    private readonly bool _isLate = before == Wei.Zero;
    private int _hops;
    private int _left = Attempts;

    protected override VerdictKind Says(View view, ulong number, Job job, int k) => VerdictKind.None;

    protected override void Attend(View view, ulong number, Job job)
    {
        if (view.Next > job.Deadline) return;
        var registration = view.State.Book.RegistrationOf(Account);
        // With what is there already it votes first, where it is drawn; then with what comes too late, and twice.
        var mayHop = !view.State.Book.AuditOf(number, job.Round).Seed.IsZero;
        for (ushort k = 0; mayHop && _left > 0 && k < view.State.Claims[(number, job.Round)].Length - 1; k++)
        {
            if (view.Send(cries ? new UnavailableCall(Account, number, job.TraceRoot, k) : new PassCall(Account, number, job.TraceRoot, k))) _left--;
        }

        // The second since when a stake counts is that of its last growth: who has voted has nothing to lose.
        var mayGrow = _isLate || _left <= Attempts / 2;
        if (mayGrow && _hops < Rounds && view.Send(new StakeCall(Account, later))) _hops++;
        else if (mayHop && registration.Free > Wei.Zero && _left == 0) view.Send(new UnstakeCall(Account, registration.Free));
    }
}
