using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Simulation.Exhaustive;

/// <summary>A game with what is known of its players: who has done nothing so far but what an honest one does.</summary>
/// <param name="Moves">The moves that led here, the opening apart.</param>
internal sealed record Node(GameRecord Game, bool SolverIsHonest, bool ChallengerIsHonest, IReadOnlyList<byte[]> Moves)
{
    public Address Mover => Game.Last.Mover;

    public GameState State => Game.State;

    public bool MoverIsHonest => State.ChallengerMoves ? ChallengerIsHonest : SolverIsHonest;

    /// <summary>What can follow: it depends on the state and on the claims that it has the root of, and on who may still be
    /// held to be honest.</summary>
    public Hash32 Key => new Packer()
        .Number((SolverIsHonest ? 1UL : 0) + (ChallengerIsHonest ? 2UL : 0), 1).Bytes(Game.Last.State).Bytes(Game.Last.Values).Hash();

    /// <param name="honestly">The mover did what an honest one does.</param>
    public Node After(GameEvent next, byte[] move, bool honestly) => new(
        Game with { Events = [.. Game.Events, next] },
        SolverIsHonest && (honestly || State.ChallengerMoves),
        ChallengerIsHonest && (honestly || !State.ChallengerMoves),
        [.. Moves, move]);
}
