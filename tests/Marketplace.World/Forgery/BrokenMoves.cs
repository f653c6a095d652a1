using Marketplace.Agents.Games;
using Marketplace.Numerics;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.World.Forgery;

/// <summary>Names a segment or an element that there is not.</summary>
public sealed class OutOfRangeMoves(IMoveChooser moves) : IMoveChooser
{
    public Turn? Choose(GameRecord game, ITrace trace)
    {
        if (moves.Choose(game, trace) is not { } turn) return null;
        var move = (byte[])turn.Move.Clone();
        move[0] = (byte)MoveForge.Choices(game.State);
        return turn with { Move = move };
    }
}

/// <summary>Makes its first move again and again.</summary>
public sealed class RepeatedMoves(IMoveChooser moves) : IMoveChooser
{
    private Turn? _first;

    public Turn? Choose(GameRecord game, ITrace trace)
    {
        _first ??= moves.Choose(game, trace);
        return _first is null ? null : new Turn(_first.Kind, game.Last.State, _first.Move);
    }
}

/// <summary>Sends bytes that mean nothing, as moves of any kind.</summary>
public sealed class SenselessMoves(ulong seed) : IMoveChooser
{
    private uint _drawn;

    public Turn? Choose(GameRecord game, ITrace trace)
    {
        var move = new byte[Draw(900)];
        foreach (ref var b in move.AsSpan()) b = (byte)Draw(256);
        return new Turn((MoveKind)Draw(4), game.Last.State, move);
    }

    private uint Draw(uint below) => Philox.Index(seed, _drawn++, 4, 0, below);
}
