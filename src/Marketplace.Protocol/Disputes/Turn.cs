namespace Marketplace.Protocol.Disputes;

/// <summary>The four moves of the turn-holder.</summary>
public enum MoveKind
{
    Dissect,
    Descend,
    Chain,
    Prove,
}

/// <summary>A move as it is sent: one string of bytes, of which the first 136 are the state that it moves from and the rest
/// what it shows (B12). Whoever names a state of another length has named another state and another move.</summary>
public sealed record Turn
{
    /// <param name="state">136 bytes; shorter or longer ones only from who wants to be refused.</param>
    public Turn(MoveKind kind, byte[] state, byte[] move)
    {
        Kind = kind;
        if (state.Length == GameState.Size)
        {
            (State, Move) = (state, move);
            return;
        }

        byte[] bytes = [.. state, .. move];
        var cut = Math.Min(bytes.Length, GameState.Size);
        (State, Move) = (bytes[..cut], bytes[cut..]);
    }

    public MoveKind Kind { get; init; }

    public byte[] State { get; }

    public byte[] Move { get; init; }
}
