using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Protocol.Fixtures;

/// <summary>The games of a stage, as their events told them: the states that a fixture names by number.</summary>
public sealed class StageGames(IReadOnlyDictionary<FixturePlayer, Address> players)
{
    private readonly Dictionary<(FixturePlayer, uint Round, uint Nonce), List<GameEvent>> _games = [];

    public void Add(FixturePlayer challenger, GameEvent moved)
    {
        var key = (challenger, moved.Decoded.Round, moved.Decoded.Nonce);
        if (!_games.TryGetValue(key, out var events)) _games[key] = events = [];
        events.Add(moved);
    }

    /// <summary>The state that a call is made from, and who had to move in it; of a game that never was an empty state.</summary>
    /// <param name="round">Of the job at present.</param>
    public (byte[] State, Address Mover) StateOf(FixtureCall call, uint round)
    {
        var events = EventsOf(call.Challenger, call.Round ?? round, call.Nonce);
        if (events.Count == 0) return (new byte[GameState.Size], default);
        var at = call.State is { } number && number < events.Count ? events[number] : events[^1];
        return (at.State, at.Mover);
    }

    /// <summary>In their order; none of a game that never was.</summary>
    public IReadOnlyList<GameEvent> EventsOf(FixturePlayer challenger, uint round, uint nonce) =>
        _games.GetValueOrDefault((challenger, round, nonce)) ?? [];

    public FixturePlayer PlayerOf(Address address) => players.First(player => player.Value == address).Key;
}
