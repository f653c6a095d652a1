using Marketplace.Agents.Games;
using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.World.Liars;
using Marketplace.World;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>One program on one chain, on which liars are played one after the other; after each the chain is taken back.</summary>
public sealed class Arena : IAsyncDisposable
{
    private readonly Table _table;
    private readonly Truth _truth;
    private readonly ulong _job;
    private string _snapshot;
    private ulong _games;

    private Arena(Table table, Truth truth, ulong job, string snapshot, ulong seed)
    {
        (_table, _truth, _job, _snapshot) = (table, truth, job, snapshot);
        Mirror = new Mirror(table, seed);
    }

    public Tally Tally { get; } = new();

    public Mirror Mirror { get; }

    public static async Task<Arena> OpenAsync(Program program, CommittedState initial, ulong seed)
    {
        var table = await Table.SetAsync();
        var job = await ToyJob.PostAsync(table, program, initial);
        return new Arena(table, new Truth(program, initial), job, await table.SnapshotAsync(), seed);
    }

    /// <summary>Plays one lie in the given ways as the claim's defender, and in others as the challenger of a right claim.</summary>
    public async Task PlayAsync(
        OperationSite site, long element, IReadOnlyList<Behaviour> asDefender, IReadOnlyList<Behaviour> asChallenger)
    {
        if (Lie.Find(_truth, site, element) is not { } lie)
        {
            Tally.Vanished.Add(_truth.Program.PhaseAt(site.Step).Operations[site.Operation].OpCode);
            return;
        }

        foreach (var behaviour in asDefender) await PlayAsync(lie, behaviour, true);
        foreach (var behaviour in asChallenger) await PlayAsync(lie, behaviour, false);
    }

    public ValueTask DisposeAsync() => _table.DisposeAsync();

    private async Task PlayAsync(Lie lie, Behaviour behaviour, bool liarDefends)
    {
        _games++;
        IMoveChooser moves = behaviour switch
        {
            Behaviour.PlaysItsTrace => new HonestMoves(),
            Behaviour.Garbage => new GarbageMoves(_games),
            _ => new SilentMoves(new HonestMoves(), (int)(_games % 4)),
        };
        var liar = new Side(lie.Trace, moves);
        var honest = new Side(_truth.Trace(lie.Interval), new HonestMoves());
        var match = new Match(_table, _job, Mirror);
        var result = liarDefends
            ? await match.PlayAsync(_truth.Claim(lie), lie.Interval, liar, honest)
            : await match.PlayAsync(_truth.Roots, lie.Interval, honest, liar);
        var played = new Played(lie.OpCode, behaviour, liarDefends, result);
        Tally.Games.Add(played);
        played.HonestSideWon.Should().BeTrue("the lie {0} was played as {1}: {2}", lie, behaviour, result);
        await _table.RevertAsync(_snapshot);
        _snapshot = await _table.SnapshotAsync();
    }
}
