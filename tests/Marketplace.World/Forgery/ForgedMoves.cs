using Marketplace.Agents.Games;
using Marketplace.Numerics;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.World.Forgery;

/// <summary>Knows the truth, denies some of it at every turn and claims something else, by the rules.</summary>
/// <param name="seed">Where it lies.</param>
public sealed class ForgedMoves(ulong seed, IForgery forgery) : IMoveChooser
{
    private uint _turn;

    /// <param name="trace">The law's.</param>
    public Turn? Choose(GameRecord game, ITrace trace)
    {
        var choices = (uint)MoveForge.Choices(game.State);
        var first = Philox.Index(seed, _turn++, 2, 0, choices);
        // In ELEMENT most elements have chains of one unit, about which nothing can be said; elsewhere the first will do.
        for (var i = 0u; i < Math.Min(choices, 8); i++)
        {
            if (MoveForge.Move(game, trace, (int)((first + i) % choices), forgery) is { } turn) return turn;
        }

        return null;
    }
}
