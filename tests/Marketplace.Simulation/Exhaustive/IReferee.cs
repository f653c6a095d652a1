using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Simulation.Exhaustive;

/// <summary>What a referee says to a call: refused, or the next state, or a winner.</summary>
public sealed record Answer(Reason Reason, GameEvent? Next, Address? Winner)
{
    public bool IsRefused => Reason != Reason.None;

    public static Answer Of(MoveResult result) => new(
        result.Reason, result.Next is { } next ? new GameEvent(next.Encode(), result.Mover, result.Values) : null, result.Winner);
}

/// <summary>Says what a call does to a game. It remembers nothing: what is stored for the game is an argument.</summary>
public interface IReferee
{
    Answer Open(GameState fresh, byte[] opening, ClaimedJob job, Address challenger, Timestamp now);

    Answer Apply(Turn turn, Address sender, Timestamp now, Hash32 stored);

    Answer Timeout(byte[] state, Address mover, Timestamp now, Hash32 stored);
}

/// <summary>The rules of the protocol, of a round that is live.</summary>
public sealed class RulesReferee : IReferee
{
    public Answer Open(GameState fresh, byte[] opening, ClaimedJob job, Address challenger, Timestamp now) =>
        Answer.Of(DisputeRules.Open(fresh, opening, job, challenger, now));

    public Answer Apply(Turn turn, Address sender, Timestamp now, Hash32 stored) =>
        Answer.Of(DisputeRules.Apply(turn, sender, now, stored, roundIsLive: true));

    public Answer Timeout(byte[] state, Address mover, Timestamp now, Hash32 stored) =>
        Answer.Of(DisputeRules.Timeout(state, mover, now, stored, roundIsLive: true));
}
