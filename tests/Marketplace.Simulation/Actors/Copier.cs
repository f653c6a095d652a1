using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>
/// Watches what is under way and puts a copy of its own before it: of commitments, openings, moves, timeouts. What it learns
/// from an opening it commits to itself, one block later, and plays it as whoever found it would.
/// </summary>
public sealed class Copier(Address account, Scene scene) : Actor("copier", account)
{
    private const uint OwnNonce = 99;
    private const int MostCopies = 40;

    private readonly Hand _hand = new(account, Story.OfTruth(scene).TraceOf(scene), Story.OfTruth(scene).Moves);
    private readonly HashSet<(Type, Hash32)> _copied = [];
    private readonly Dictionary<(ulong Job, uint Round), byte[]> _learnt = [];

    public override void Act(View view)
    {
        foreach (var ((number, round), opening) in _learnt) PlayOwn(view, number, round, opening);
        _hand.Play(view);
        Withdraw(view);
    }

    public override void Rush(View view)
    {
        foreach (var sent in view.Pool.ToList())
        {
            var call = sent.Call;
            if (call.Sender == Account || _copied.Count >= MostCopies || !_copied.Add((call.GetType(), call.Subject))) continue;
            if (call is OpenCall open) _learnt.TryAdd((open.Job, view.State.Book.JobOf(open.Job).Round), open.Opening);
            if (CopyOf(call) is { } copy) view.Send(copy, rush: true);
        }
    }

    private Call? CopyOf(Call call) => call switch
    {
        CommitCall c => c with { Sender = Account },
        OpenCall c => c with { Sender = Account },
        MoveCall c => c with { Sender = Account },
        TimeoutCall c => c with { Sender = Account },
        ReleaseCall c => c with { Sender = Account },
        ClaimCall c => c with { Sender = Account },
        CancelCall c => c with { Sender = Account },
        ContestCall c => c with { Sender = Account },
        PassCall c => c with { Sender = Account },
        UnavailableCall c => c with { Sender = Account },
        AcknowledgeCall c => c with { Sender = Account },
        WithdrawCall => new WithdrawCall(Account),
        _ => null,
    };

    private void PlayOwn(View view, ulong number, uint round, byte[] opening)
    {
        var job = view.State.Book.JobOf(number);
        if (job.State != JobState.Claimed || job.Round != round) return;
        var id = view.State.Book.Site.GameId(number, round, Account, OwnNonce);
        if (view.State.Games.Any(game => game.Id == id)) return;
        if (view.State.Pledges.FirstOrDefault(p => p.Id == id) is { } made)
        {
            if (view.NextBlock <= made.Block + DisputeRules.OpenBlocks)
                view.Send(new OpenCall(Account, number, OwnNonce, new byte[16], opening));
        }
        else if (view.Next <= job.Deadline && view.State.Facts.All(f => f.Game != id))
        {
            var commitment = view.State.Book.Site.Commitment(number, round, Account, OwnNonce, new byte[16], opening);
            view.Send(new CommitCall(Account, job.Terms.BondOf((byte)(job.Open >> 3)), number, round, job.TraceRoot, OwnNonce, commitment));
        }
    }
}
