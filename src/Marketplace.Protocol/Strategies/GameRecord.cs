using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Strategies;

/// <summary>One logged turn: the state that it left, who has to move now, and what was claimed.</summary>
public sealed record GameEvent(byte[] State, Address Mover, byte[] Values)
{
    public GameState Decoded { get; } =
        GameState.Decode(State) ?? throw new FormatException($"A game state has {GameState.Size} bytes, not {State.Length}.");

    /// <summary>From what the event Moved carries: state ‖ mover ‖ values (B9).</summary>
    /// <exception cref="FormatException">It is shorter than a state and a mover.</exception>
    public static GameEvent Of(ReadOnlySpan<byte> turn)
    {
        const int values = GameState.Size + Address.Size;
        if (turn.Length < values) throw new FormatException($"A turn has at least {values} bytes, not {turn.Length}.");
        return new(turn[..GameState.Size].ToArray(), new Address(turn[GameState.Size..values]), turn[values..].ToArray());
    }
}

/// <summary>A game as its logs tell it (D10): all that a player needs to know beside its own trace.</summary>
/// <param name="Id">Game id (B9).</param>
/// <param name="Events">In the order of the chain, at least one.</param>
public sealed record GameRecord(Hash32 Id, IReadOnlyList<GameEvent> Events)
{
    public GameEvent Last => Events[^1];

    public GameState State => Last.Decoded;

    public Address Challenger => State.ChallengerMoves ? Last.Mover : State.Waiting;

    public Address Defender => State.ChallengerMoves ? State.Waiting : Last.Mover;

    /// <summary>The last state in an alphabet, or null if the game has not been there.</summary>
    public GameState? LastIn(Alphabet alphabet) =>
        Events.Select(e => e.Decoded).LastOrDefault(state => state.Alphabet == alphabet);
}
