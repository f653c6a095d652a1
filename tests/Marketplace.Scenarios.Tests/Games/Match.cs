using Marketplace.Agents.Games;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>One side of a match: on what it computes and how it plays.</summary>
public sealed record Side(IBackend Backend, IMoveChooser Moves);

/// <summary>What a match came to.</summary>
/// <param name="ByProof">Decided by the referee, not by the clock.</param>
/// <param name="Proved">The operator that the referee computed.</param>
public sealed record MatchResult(
    bool ChallengerWon, bool ByProof, OpCode? Proved, IReadOnlySet<Alphabet> Alphabets, int Turns, ulong Gas, ulong ProofGas);

/// <summary>A claim and one game about it, played to its end on the compiled contracts.</summary>
public sealed class Match(Table table, Program program, CommittedState initial, ulong job)
{
    private const uint Nonce = 1;
    private static readonly byte[] Salt = new byte[16];

    /// <summary>Called in every state met, with the legal move that is about to be made there.</summary>
    public Func<GameRecord, Turn, Task>? OnTurn { get; init; }

    /// <summary>Claims what the defender computed and has the challenger deny the first interval that it sees otherwise.</summary>
    /// <returns>null if both sides compute the same roots: then there is nothing to play about.</returns>
    public async Task<MatchResult?> PlayAsync(Side defender, Side challenger)
    {
        var (claimed, claimedStates) = Run(defender.Backend);
        var (denied, deniedStates) = Run(challenger.Backend);
        var interval = Enumerable.Range(0, program.Intervals).Select(k => (int?)k)
            .FirstOrDefault(k => claimed.Roots[k!.Value + 1] != denied.Roots[k.Value + 1]);
        if (interval is not { } k) return null;

        await table.SendAsync(table.Solver, new ComputeMarket.ClaimCall(job, claimed.Roots, new Hash32[program.Intervals]));
        var traces = new Dictionary<Address, ITrace>
        {
            [table.Solver] = TraceOf(claimedStates[k], k, defender.Backend),
            [table.Challenger] = TraceOf(deniedStates[k], k, challenger.Backend),
        };
        var opening = Strategy.Opening(k, claimed.Roots, traces[table.Challenger]);
        var onChain = await table.JobAsync(job);
        var site = new GameSite(table.ChainId, table.Market);
        var commitment = site.Commitment(job, onChain.Round, table.Challenger, Nonce, Salt, opening);
        await table.SendAsync(
            table.Challenger, new ComputeMarket.CommitCall(job, Nonce, commitment), new Wei(onChain.Terms.Bond));
        var receipt = await table.SendAsync(table.Challenger, new ComputeMarket.OpenCall(job, Nonce, Salt, opening));
        return await FinishAsync(defender, challenger, traces, site.GameId(job, onChain.Round, table.Challenger, Nonce), receipt);
    }

    private async Task<MatchResult> FinishAsync(
        Side defender, Side challenger, Dictionary<Address, ITrace> traces, Hash32 id, Chain.TransactionReceipt receipt)
    {
        var events = new List<GameEvent>();
        var alphabets = new HashSet<Alphabet>();
        ulong gas = receipt.GasUsed;
        for (; ; )
        {
            var moved = ComputeMarket.MovedEvent.Decode(receipt.Logs.Single(l => l.Topics[0] == ComputeMarket.MovedEvent.Definition.Topic));
            events.Add(new GameEvent(moved.State, moved.Mover, moved.Values));
            var game = new GameRecord(id, events);
            alphabets.Add(game.State.Alphabet);

            var side = game.Last.Mover == table.Solver ? defender : challenger;
            var turn = side.Moves.Choose(game, traces[game.Last.Mover]);
            var stored = await table.StoredAsync(id);
            var now = await table.NowAsync();
            if (turn is null || DisputeRules.Apply(turn, game.Last.Mover, now, stored, true).IsRefused)
            {
                // Nothing to say: the clock runs out, and the other side says so.
                await table.NextBlockAtAsync(game.State.Deadline + 1);
                receipt = await table.SendAsync(game.State.Waiting, new ComputeMarket.TimeoutCall(game.Last.State, game.Last.Mover));
                return new(Won(receipt), false, null, alphabets, events.Count, gas + receipt.GasUsed, 0);
            }

            if (OnTurn is not null) await OnTurn(game, turn);
            receipt = await table.SendAsync(game.Last.Mover, MarketContract.CallOf(turn));
            gas += receipt.GasUsed;
            if (turn.Kind == MoveKind.Prove)
                return new(Won(receipt), true, ProvedOperator(game, traces[game.Last.Mover]), alphabets, events.Count + 1, gas, receipt.GasUsed);
        }
    }

    private bool Won(Chain.TransactionReceipt receipt) => ComputeMarket.GameDecidedEvent
        .Decode(receipt.Logs.Single(l => l.Topics[0] == ComputeMarket.GameDecidedEvent.Definition.Topic)).Winner == table.Challenger;

    private OpCode ProvedOperator(GameRecord game, ITrace trace) =>
        Strategy.Locate(game, trace) is { } place ? trace.Program.PhaseAt(place.Step).Operations[place.Operation].OpCode
            : throw new InvalidOperationException("A proved game stands nowhere.");

    private (Checkpoints Roots, List<CommittedState> States) Run(IBackend backend)
    {
        var states = new List<CommittedState>();
        return (Checkpoints.Run(program, initial, backend, (_, state) => states.Add(state)), states);
    }

    private ReplayedTrace TraceOf(CommittedState start, int k, IBackend backend) =>
        new(program, new IntervalTrace(program, start, program.CheckpointStep(k), program.CheckpointStep(k + 1), backend));
}
