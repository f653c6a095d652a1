using Marketplace.Agents.Games;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.World;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>One side of a match: what it has computed and how it plays.</summary>
public sealed record Side(ITrace Trace, IMoveChooser Moves);

/// <summary>What a match came to.</summary>
/// <param name="ByProof">Decided by the referee, not by the clock.</param>
/// <param name="Proved">The operator that the referee computed.</param>
/// <param name="Last">The alphabet in which the game ended.</param>
public sealed record MatchResult(
    bool ChallengerWon,
    bool ByProof,
    OpCode? Proved,
    Alphabet Last,
    IReadOnlySet<Alphabet> Alphabets,
    int Turns,
    ulong Gas,
    IReadOnlyList<(string Move, ulong Gas)> Costs);

/// <summary>A game that has been opened.</summary>
/// <param name="Result">What the rules in C# make of the opening.</param>
public sealed record Opened(Hash32 Game, byte[] Opening, MoveResult Result, TransactionReceipt Receipt, ulong CommitGas);

/// <summary>A claim and one game about it, played to its end on the compiled contracts.</summary>
/// <param name="job">Locked by the table's solver.</param>
/// <param name="mirror">Is shown every state that is met.</param>
public sealed class Match(Table table, ulong job, Mirror? mirror = null)
{
    private const uint Nonce = 1;
    private static readonly byte[] Salt = new byte[16];

    /// <summary>Claims these roots, has the challenger deny the end of one interval, and plays on to the end.</summary>
    public async Task<MatchResult> PlayAsync(IReadOnlyList<Hash32> roots, int interval, Side defender, Side challenger) =>
        await FinishAsync(defender, challenger, await OpenAsync(roots, interval, challenger.Trace));

    /// <summary>Claims these roots and has the challenger deny the end of one interval.</summary>
    public async Task<Opened> OpenAsync(IReadOnlyList<Hash32> roots, int interval, ITrace challenger)
    {
        await table.SendAsync(table.Solver, new ComputeMarket.ClaimCall(job, roots, new Hash32[roots.Count - 1]));
        var opening = Strategy.Opening(interval, roots, challenger);
        var onChain = await table.JobAsync(job);
        var game = new GameSite(table.ChainId, table.Market);
        var commitment = game.Commitment(job, onChain.Round, table.Challenger, Nonce, Salt, opening);
        var committed = await table.SendAsync(
            table.Challenger, new ComputeMarket.CommitCall(job, onChain.Round, onChain.TraceRoot, Nonce, commitment), new Wei(onChain.Terms.Bond));

        var at = await SiteAsync(game, (uint)committed.Block.Value);
        if (mirror is not null)
        {
            await table.MineAsync();
            await mirror.HoldOpeningAsync(game, at, opening, await table.NowAsync());
        }

        var receipt = await table.SendAsync(table.Challenger, new ComputeMarket.OpenCall(job, Nonce, Salt, opening));
        var result = DisputeRules.Open(at.Fresh, opening, at.Claimed, table.Challenger, await table.NowAsync());
        return new Opened(at.Game, opening, result, receipt, committed.GasUsed);
    }

    private async Task<OpeningSite> SiteAsync(GameSite site, uint block)
    {
        var onChain = await table.JobAsync(job);
        var fresh = new GameState
        {
            Job = job,
            Round = onChain.Round,
            Nonce = Nonce,
            Limit = onChain.Commitments,
            Peers = onChain.Open,
        };
        var terms = onChain.Terms;
        var claimed = new ClaimedJob(
            table.Solver, onChain.Program, onChain.TraceRoot, onChain.Steps, onChain.Interval, terms.BudgetSeconds, terms.MinResponse,
            terms.StepAllowance);
        var id = site.GameId(job, onChain.Round, table.Challenger, Nonce);
        return new OpeningSite(job, id, table.Challenger, Salt, fresh, claimed, block);
    }

    private async Task<MatchResult> FinishAsync(Side defender, Side challenger, Opened opened)
    {
        var events = new List<GameEvent>();
        var alphabets = new HashSet<Alphabet>();
        var (id, last, expected, receipt) = (opened.Game, opened.Opening, opened.Result, opened.Receipt);
        var costs = new List<(string, ulong)> { ("Commit", opened.CommitGas), ("Open", receipt.GasUsed) };
        for (; ; )
        {
            var moved = ComputeMarket.MovedEvent.Decode(receipt.Logs.Single(l => l.Topics[0] == ComputeMarket.MovedEvent.Definition.Topic));
            var told = GameEvent.Of(moved.Data);
            RequireSame(expected, told);
            events.Add(told);
            var game = new GameRecord(id, events);
            alphabets.Add(game.State.Alphabet);

            var (side, other) = game.Last.Mover == table.Solver ? (defender, challenger) : (challenger, defender);
            var turn = side.Moves.Choose(game, side.Trace);
            var stored = await table.StoredAsync(id);
            var now = await table.NowAsync();
            if (mirror is not null) await mirror.HoldAsync(game, turn, other.Trace, last, now);
            if (turn is null || DisputeRules.Apply(turn, game.Last.Mover, now, stored, true).IsRefused)
            {
                // Nothing to say: the clock runs out, and the other side says so.
                await table.NextBlockAtAsync(game.State.Deadline + 1);
                receipt = await table.SendAsync(game.State.Waiting, new ComputeMarket.TimeoutCall(game.Last.State, game.Last.Mover));
                costs.Add(("Timeout", receipt.GasUsed));
                return await ResultAsync(null);
            }

            last = turn.Move;
            receipt = await table.SendAsync(game.Last.Mover, MarketContract.CallOf(turn));
            costs.Add(($"{turn.Kind} in {game.State.Alphabet}", receipt.GasUsed));
            if (turn.Kind == MoveKind.Prove) return await ResultAsync(ProvedOperator(game, side.Trace));
            expected = DisputeRules.Apply(turn, game.Last.Mover, await table.NowAsync(), stored, true);

            async Task<MatchResult> ResultAsync(OpCode? proved)
            {
                // The money follows the verdict: a claim that was proved wrong is slashed, another one stands (§10).
                var challengerWon = ChallengerWon(receipt);
                ((JobState)(await table.JobAsync(job)).State).Should().Be(challengerWon ? JobState.Slashed : JobState.Claimed);
                var gas = costs.Aggregate(0UL, (sum, cost) => sum + cost.Item2);
                return new(challengerWon, proved is not null, proved, game.State.Alphabet, alphabets, costs.Count, gas, costs);
            }
        }
    }

    /// <summary>The event carries what the mirror makes of the move, byte for byte (D10).</summary>
    private static void RequireSame(MoveResult expected, GameEvent moved)
    {
        expected.Reason.Should().Be(Protocol.Reason.None);
        expected.Mover.Should().Be(moved.Mover);
        Convert.ToHexString(moved.State).Should().Be(Convert.ToHexString(expected.Next!.Encode()));
        Convert.ToHexString(moved.Values).Should().Be(Convert.ToHexString(expected.Values));
    }

    private bool ChallengerWon(TransactionReceipt receipt) => ComputeMarket.GameDecidedEvent
        .Decode(receipt.Logs.Single(l => l.Topics[0] == ComputeMarket.GameDecidedEvent.Definition.Topic)).Winner == table.Challenger;

    private static OpCode ProvedOperator(GameRecord game, ITrace trace) =>
        Strategy.Locate(game, trace) is { } place ? trace.Program.PhaseAt(place.Step).Operations[place.Operation].OpCode
            : throw new InvalidOperationException("A proved game stands nowhere.");
}
