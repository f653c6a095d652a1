using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Games;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Exhaustive;

namespace Marketplace.Scenarios.Tests.Exhaustive;

/// <summary>The compiled contract, asked what a transcript's referee was asked: every refusal by its reason, every accepted move
/// by its event's bytes, its winner and the word that is stored after it.</summary>
public sealed class ChainReferee : IAsyncDisposable
{
    private const int Batch = 256;

    /// <summary>Of a time before that of the first opening.</summary>
    private const ulong Genesis = 1_799_950_000;

    private static readonly byte[] s_salt = new byte[16];
    private static readonly UInt128 s_coin = Wei.Coins(1).Value;

    private readonly Table _table;
    private readonly Scene _scene;
    private readonly Hash32 _game;
    private readonly int _oneSentOf;
    private int _accepted;

    private ChainReferee(Table table, Scene scene, int oneSentOf)
    {
        (_table, _scene, _oneSentOf) = (table, scene, oneSentOf);
        _game = Site.GameId(GameTree.Number, GameTree.Number, GameTree.Challenger, GameTree.Number);
    }

    /// <summary>Somebody who is no party.</summary>
    public static Address Stranger { get; } = Address.FromHex("0x00000000000000000000000000000000000000c3");

    public ChainTally Tally { get; } = new();

    /// <summary>Moves that were sent as transactions and taken back.</summary>
    public int Sent { get; private set; }

    private GameSite Site => new(_table.ChainId, _table.Market);

    /// <summary>A chain on which the scene's job is locked by the tree's solver.</summary>
    /// <param name="oneSentOf">One of so many accepted moves is sent.</param>
    public static async Task<ChainReferee> SetAsync(Scene scene, int oneSentOf)
    {
        var table = await Table.SetAsync(new AnvilOptions(TimestampSeconds: Genesis));
        foreach (var player in (Address[])[GameTree.Solver, GameTree.Challenger, Stranger])
        {
            await table.Anvil.SetBalanceAsync(player, Wei.Coins(1_000));
            await table.Anvil.Rpc.CallAsync("anvil_impersonateAccount", [player.ToString()], default);
        }

        var terms = new Terms(
            s_coin, s_coin, s_coin, s_coin / 10, 0, 1_000_000, 1_000_000, GameTree.Budget, GameTree.MinResponse, GameTree.StepAllowance,
            Genesis + 1_000_000, default, default, default, 0, 0, 0, 0);
        await table.SendAsync(
            table.Submitter, new ComputeMarket.PostCall(scene.Program.Header(), scene.Initial.Root, Hash32.Zero, terms), new Wei(s_coin));
        await table.SendAsync(GameTree.Solver, new ComputeMarket.LockCall(GameTree.Number), new Wei(s_coin));
        return new ChainReferee(table, scene, oneSentOf);
    }

    /// <summary>Asks everything in the transcript; what differs is in the tally.</summary>
    public async Task HoldAsync(Transcript transcript)
    {
        var claims = GameTree.Claims(_scene).ToDictionary(roots => new Checkpoints(roots).TraceRoot, roots => (Hash32[])[.. roots]);
        await AskAsync(transcript.Openings, opening => Rehearse(opening, claims[opening.TraceRoot]), o => ("Open", o.Expected, false));

        // A claim with one commitment: that is all that settling a game reads of the job.
        var before = await _table.SnapshotAsync();
        foreach (var call in Begin([.. _scene.Truth.Roots], [])) await _table.SendAsync(call.From, call.Call, call.Value);
        await AskAsync(transcript.Moves, Rehearse, m => (m.What, m.Expected, m.ByProof));
        foreach (var move in transcript.Moves.Where(m => !m.Expected.IsRefused && _accepted++ % _oneSentOf == 0)) await SendAsync(move);
        await _table.RevertAsync(before);
    }

    public ValueTask DisposeAsync() => _table.DisposeAsync();

    /// <summary>The claim and the commitment, in one block.</summary>
    private RehearsedCall[] Begin(Hash32[] roots, byte[] opening)
    {
        var commitment = Site.Commitment(GameTree.Number, GameTree.Number, GameTree.Challenger, GameTree.Number, s_salt, opening);
        return
        [
            new(GameTree.Solver, new ComputeMarket.ClaimCall(GameTree.Number, roots, new Hash32[roots.Length - 1])),
            new(
                GameTree.Challenger,
                new ComputeMarket.CommitCall(GameTree.Number, GameTree.Number, MarketRules.TraceRootOf(roots), GameTree.Number, commitment),
                new Wei(s_coin / 10)),
        ];
    }

    private IReadOnlyList<RehearsedBlock> Rehearse(AskedOpening asked, Hash32[] roots) =>
    [
        new(Begin(roots, asked.Opening)),
        new([new(GameTree.Challenger, new ComputeMarket.OpenCall(GameTree.Number, GameTree.Number, s_salt, asked.Opening)), Look],
            GameTree.Start),
    ];

    private IReadOnlyList<RehearsedBlock> Rehearse(AskedMove asked) =>
        [new([new(asked.Sender, asked.Call), Look], asked.At, Word: (Layout.Game(_game), asked.Stored))];

    /// <summary>The same move as a transaction in a block of its own.</summary>
    private async Task SendAsync(AskedMove asked)
    {
        var before = await _table.SnapshotAsync();
        await _table.StoreAsync(Layout.Game(_game), asked.Stored);
        await _table.NextBlockAtAsync(asked.At);
        var receipt = await _table.SendAsync(asked.Sender, asked.Call);
        Tally.Compare(
            _scene.Name, $"{asked.What}, sent", asked.Expected, asked.ByProof, new RehearsedAnswer(null, [], receipt.Logs),
            await _table.StoredAsync(_game), _game);
        Sent++;
        await _table.RevertAsync(before);
    }

    /// <summary>Which word stands for the game.</summary>
    private RehearsedCall Look => new(Stranger, new ComputeMarket.GamesCall(_game));

    private async Task AskAsync<T>(
        List<T> all, Func<T, IReadOnlyList<RehearsedBlock>> rehearse, Func<T, (string What, Answer Expected, bool ByProof)> told)
    {
        foreach (var some in all.Chunk(Batch))
        {
            var answers = await Rehearsal.AskAsync(_table.Batch, _table.Market, [.. some.Select(rehearse)]);
            for (var i = 0; i < some.Length; i++)
            {
                var (what, expected, byProof) = told(some[i]);
                Tally.Compare(_scene.Name, what, expected, byProof, answers[i][^2], new Hash32(answers[i][^1].Returned), _game);
            }
        }
    }
}
