using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>
/// Tries at any time what is only allowed at some times or to somebody else: timeouts before the deadline, payment before the
/// window is over, bonds of games that still run, other people's moves and jobs.
/// </summary>
public sealed class Vandal(Address account, ulong seed) : Actor("vandal", account)
{
    private const int Stream = 50;

    private readonly Dice _dice = new(seed, Stream);
    private int _left = 60;

    public override void Act(View view)
    {
        if (view.State.Book.JobCount > 0 && _left > 0)
        {
            var (calls, any) = (Calls(view).ToList(), 2);
            foreach (var call in _dice.Shuffled(calls).Take(any))
            {
                if (view.Send(call)) _left--;
            }
        }

        Withdraw(view);
    }

    private IEnumerable<Call> Calls(View view)
    {
        const ulong job = 1;
        yield return new FinalizeCall(Account, job);
        yield return new ExpireCall(Account, job);
        yield return new CancelCall(Account, job);
        yield return new ClaimCall(Account, job, [Hash32.Zero, Hash32.Zero]);
        yield return new SweepCall(Account);
        foreach (var game in view.State.Games)
        {
            var (state, mover) = (game.Last.State, game.Last.Mover);
            yield return new TimeoutCall(Account, state, mover);
            yield return new TimeoutCall(Account, state, game.State.Waiting);
            yield return new TimeoutCall(Account, state, Account);
            yield return new ReleaseCall(Account, state, mover);
            yield return new ReleaseCall(Account, state, Account);
            yield return new MoveCall(Account, new Turn((MoveKind)_dice.Roll(4), state, _dice.Bytes(97)));
            yield return new TimeoutCall(Account, game.Events[0].State, game.Events[0].Mover);
        }

        if (view.State.Book.JobOf(job).Terms.IsAudited)
        {
            yield return new UndeliveredCall(Account, job);
            yield return new AcknowledgeCall(Account, job, view.State.Book.JobOf(job).TraceRoot);
            yield return new DrawSeedCall(Account, job);
            yield return new PassCall(Account, job, view.State.Book.JobOf(job).TraceRoot, 0);
            yield return new UnstakeCall(Account, new Wei(1));
            yield return new LeaveCall(Account);
            foreach (var record in view.State.Records)
            {
                yield return new LockCall(Account, view.State.Book.JobOf(record).Terms.Stake, record);
                yield return new CancelCall(Account, record);
            }

            foreach (var verdict in view.State.GivenVerdicts) yield return new CollectCall(Account, VerdictPlace.Of(verdict));
        }

        foreach (var pledge in view.State.Pledges)
        {
            yield return new ForfeitCall(Account, pledge.Job, pledge.Challenger, pledge.Nonce);
            yield return new ReleaseCommitmentCall(Account, pledge.Job, pledge.Round, pledge.Challenger, pledge.Nonce);
            yield return new ReleaseCommitmentCall(Account, pledge.Job, pledge.Round, Account, pledge.Nonce);
        }
    }
}
