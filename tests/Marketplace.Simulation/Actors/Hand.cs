using Marketplace.Agents.Games;
using Marketplace.Primitives;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>When a player moves.</summary>
public enum Pace
{
    AtOnce,

    /// <summary>In the last block in which it may.</summary>
    AtTheLastSecond,
}

/// <summary>Plays one account's side of all its games.</summary>
/// <param name="traceOf">What the player says it has computed of the interval that a game is about.</param>
/// <param name="persists">Sends a move again and again while a game stands where it is the right one.</param>
public sealed class Hand(
    Address account, Func<GameRecord, ITrace> traceOf, IMoveChooser moves, Pace pace = Pace.AtOnce, bool persists = false)
{
    private const int Attempts = 3;

    // How often a move has been tried in a state: a liar who is refused gives up.
    private readonly Dictionary<Hash32, int> _tried = [];

    public void Play(View view)
    {
        foreach (var game in view.State.Games)
        {
            if (!view.State.Book.IsLive(game.State.Job, game.State.Round)) continue;
            if (game.Last.Mover == account) Move(view, game);
            else if (game.State.Waiting == account) End(view, game);
        }
    }

    private void Move(View view, GameRecord game)
    {
        var deadline = game.State.Deadline;
        if (view.Next > deadline) return;
        if (pace == Pace.AtTheLastSecond && view.Next + view.BlockSeconds <= deadline)
        {
            view.WakeAt(new Timestamp(deadline.Seconds - view.BlockSeconds + 1));
            return;
        }

        var subject = Keccak.Hash(game.Last.State);
        if (view.Pool.Any(sent => sent.Call is MoveCall && sent.Call.Sender == account && sent.Call.Subject == subject)) return;
        var tried = _tried.GetValueOrDefault(subject);
        if (tried >= Attempts && !persists) return;
        _tried[subject] = tried + 1;
        if (moves.Choose(game, traceOf(game)) is { } turn) view.Send(new MoveCall(account, turn));
    }

    /// <summary>Ends a game whose mover has run out of time.</summary>
    private void End(View view, GameRecord game)
    {
        if (view.Next > game.State.Deadline) view.Send(new TimeoutCall(account, game.Last.State, game.Last.Mover));
        else view.WakeAt(game.State.Deadline + 1);
    }
}
