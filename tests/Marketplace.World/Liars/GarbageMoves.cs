using System.Numerics;
using Marketplace.Agents.Games;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.World.Liars;

/// <summary>Makes legal moves whose every claim is noise.</summary>
public sealed class GarbageMoves(ulong seed) : IMoveChooser
{
    private uint _drawn;

    public Turn? Choose(GameRecord game, ITrace trace)
    {
        var turn = Strategy.NextMove(game, trace);
        if (turn is null || turn.Kind == MoveKind.Prove) return turn;

        var stored = GameState.Seal(turn.State, game.Last.Mover);
        var result = DisputeRules.Apply(turn, game.Last.Mover, game.State.Deadline, stored, roundIsLive: true);
        if (result.Next is not { } next) return turn;

        var move = (byte[])turn.Move.Clone();
        switch (next.Alphabet)
        {
            case Alphabet.Element:
                // Only what lies inside the row: the padding has to be zero.
                var leaf = move.Length - TensorLeaves.Size - Hash32.Size * BitOperations.PopCount(next.Start);
                Floats(move.AsSpan(leaf, ElementSize(game, trace) * (next.Aux + 1)));
                break;
            case Alphabet.Term:
                Floats(move.AsSpan(move.Length - (result.Values.Length - 4)));
                break;
            case Alphabet.Operation when turn.Kind == MoveKind.Descend:
                // S' and x, and all values but the computed last.
                Bytes(move.AsSpan(move.Length - result.Values.Length));
                break;
            default:
                Bytes(move.AsSpan(move.Length - (result.Values.Length - Hash32.Size)));
                break;
        }

        return turn with { Move = move };
    }

    /// <summary>Bytes of an element of the output that the game is about.</summary>
    private static int ElementSize(GameRecord game, ITrace trace)
    {
        var (step, operation) = Strategy.Locate(game, trace)!.Value;
        return trace.Program.PhaseAt(step).Operations[operation].Type == ElementType.I8 ? 1 : 4;
    }

    private void Bytes(Span<byte> claims)
    {
        foreach (ref var b in claims) b = (byte)Philox.Word(seed, _drawn++, 0, 0);
    }

    /// <summary>Finite patterns, so that they are canonical in either byte order.</summary>
    private void Floats(Span<byte> claims)
    {
        for (var i = 0; i < claims.Length; i++) claims[i] = (byte)(Philox.Word(seed, _drawn++, 1, 0) & 0x3f);
    }
}

/// <summary>Plays for some turns and then says nothing more.</summary>
public sealed class SilentMoves(IMoveChooser moves, int turns) : IMoveChooser
{
    private int _left = turns;

    public Turn? Choose(GameRecord game, ITrace trace) => _left-- > 0 ? moves.Choose(game, trace) : null;
}
