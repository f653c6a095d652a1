using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents.Games;

/// <summary>The games about one job, as the chain's events tell them (D10).</summary>
public sealed class GameBook(ulong job)
{
    private readonly Dictionary<Hash32, List<GameEvent>> _moves = [];
    private readonly Dictionary<Hash32, ComputeMarket.GameDecidedEvent> _decided = [];

    /// <summary>Games that nobody has won yet.</summary>
    public IEnumerable<GameRecord> Open =>
        _moves.Where(g => !_decided.ContainsKey(g.Key)).Select(g => new GameRecord(g.Key, g.Value));

    public ComputeMarket.GameDecidedEvent? Decision(Hash32 game) => _decided.GetValueOrDefault(game);

    public void Read(IEnumerable<ChainEvent> events)
    {
        foreach (var item in events)
        {
            switch (item.Event)
            {
                case ComputeMarket.MovedEvent moved when moved.Job == job:
                    if (!_moves.TryGetValue(moved.Game, out var moves)) _moves[moved.Game] = moves = [];
                    moves.Add(GameEvent.Of(moved.Turn));
                    break;
                case ComputeMarket.GameDecidedEvent decided when decided.Job == job:
                    _decided[decided.Game] = decided;
                    break;
            }
        }
    }
}
