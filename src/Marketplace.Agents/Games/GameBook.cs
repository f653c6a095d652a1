using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents.Games;

/// <summary>The games about one job and about passes of its intervals (M6), as the chain's events tell them (D10).</summary>
public sealed class GameBook(ulong job)
{
    private readonly Dictionary<Hash32, List<GameEvent>> _moves = [];
    private readonly Dictionary<Hash32, ComputeMarket.GameDecidedEvent> _decided = [];
    private readonly Dictionary<ulong, GivenVerdict> _passes = [];

    /// <summary>Games that nobody has won yet.</summary>
    public IEnumerable<GameRecord> Open =>
        _moves.Where(g => !_decided.ContainsKey(g.Key)).Select(g => new GameRecord(g.Key, g.Value));

    /// <summary>Passes of the job's intervals, by whomever and in whichever round, contested or not.</summary>
    public IEnumerable<GivenVerdict> Passes => _passes.Values;

    /// <summary>Those about one record: the job, or a contested pass of it.</summary>
    public IEnumerable<GameRecord> OpenAbout(ulong record) => Open.Where(g => g.State.Job == record);

    public ComputeMarket.GameDecidedEvent? Decision(Hash32 game) => _decided.GetValueOrDefault(game);

    public void Read(IEnumerable<ChainEvent> events)
    {
        foreach (var item in events)
        {
            switch (item.Event)
            {
                // The number under which a pass is contested comes before every game about it.
                case ComputeMarket.PassedEvent passed when passed.Job == job:
                    _passes[passed.ContestedAs] = passed.Verdict();
                    break;
                case ComputeMarket.MovedEvent moved when IsFollowed(moved.Job):
                    if (!_moves.TryGetValue(moved.Game, out var moves)) _moves[moved.Game] = moves = [];
                    moves.Add(GameEvent.Of(moved.Data));
                    break;
                case ComputeMarket.GameDecidedEvent decided when IsFollowed(decided.Job):
                    _decided[decided.Game] = decided;
                    break;
            }
        }
    }

    private bool IsFollowed(ulong record) => record == job || _passes.ContainsKey(record);
}

internal static class PassedEvents
{
    /// <summary>The pass as the rules know it.</summary>
    public static GivenVerdict Verdict(this ComputeMarket.PassedEvent e) => new(
        VerdictKind.Pass, e.Job, e.Round, e.Draw, e.Interval, e.Verifier, new Timestamp(e.Until), ContestedAs: e.ContestedAs);
}
