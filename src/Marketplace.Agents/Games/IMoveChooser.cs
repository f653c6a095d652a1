using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents.Games;

/// <summary>Chooses the next move of a game.</summary>
public interface IMoveChooser
{
    /// <returns>null to make no move.</returns>
    Turn? Choose(GameRecord game, ITrace trace);
}

/// <summary>The honest player.</summary>
public sealed class HonestMoves : IMoveChooser
{
    public Turn? Choose(GameRecord game, ITrace trace) => Strategy.NextMove(game, trace);
}
