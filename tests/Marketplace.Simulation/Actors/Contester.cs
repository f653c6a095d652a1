using Marketplace.Agents.Games;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>How somebody contests passes.</summary>
/// <param name="Opening">Of claimed roots and the interval that was passed; it need not be about that one.</param>
public sealed record Contention(
    Opens Opens, Pace Playing, Func<IReadOnlyList<Hash32>, int, byte[]> Opening, Func<GameRecord, ITrace> Trace,
    IMoveChooser Moves);

/// <summary>Contests passes, right or wrong, with something made up.</summary>
public sealed class Contester(string name, Address account, Contention contention) : Actor(name, account)
{
    private const uint Nonce = 1;
    private const int Attempts = 2;
    private const int MostContests = 4;

    private readonly Hand _hand = new(account, contention.Trace, contention.Moves, contention.Playing);
    private readonly Dictionary<ulong, byte[]> _openings = [];
    private readonly Dictionary<(Type, ulong), int> _tried = [];

    public override void Act(View view)
    {
        foreach (var pass in view.State.GivenVerdicts)
        {
            if (pass.Verifier != Account && pass.Kind == VerdictKind.Pass) Contest(view, pass);
        }

        foreach (var pledge in view.State.Pledges)
        {
            if (pledge.Challenger == Account && _openings.TryGetValue(pledge.Job, out var opening)) Open(view, pledge, opening);
        }

        _hand.Play(view);
        Withdraw(view);
    }

    private void Contest(View view, GivenVerdict pass)
    {
        var (book, record) = (view.State.Book, pass.ContestedAs);
        if (view.Next > pass.Until && !book.IsLive(pass.Job, pass.Round)) return;
        if (!_openings.TryGetValue(record, out var opening))
        {
            if (_openings.Count >= MostContests) return;
            _openings[record] = opening = contention.Opening(view.State.Claims[(pass.Job, pass.Round)], pass.Interval);
        }

        var commitment = book.Site.Commitment(record, 1, Account, Nonce, new byte[16], opening);
        Try(view, record, new ContestCall(Account, book.JobOf(pass.Job).Terms.Bond, record, VerdictPlace.Of(pass), Nonce, commitment));
    }

    private void Open(View view, Pledge made, byte[] opening)
    {
        var last = made.Block + DisputeRules.OpenBlocks;
        if (contention.Opens == Opens.Never || view.NextBlock > last) return;
        if (contention.Opens == Opens.InTheLastBlock && view.NextBlock < last)
            view.WakeAt(view.Next + (last - view.NextBlock) * view.BlockSeconds);
        else Try(view, made.Job, new OpenCall(Account, made.Job, Nonce, new byte[16], opening));
    }

    private void Try(View view, ulong record, Call call)
    {
        var key = (call.GetType(), record);
        if (_tried.GetValueOrDefault(key) < Attempts && view.Send(call)) _tried[key] = _tried.GetValueOrDefault(key) + 1;
    }
}
