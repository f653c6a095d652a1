using Marketplace.Bench.Dispute;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.Merkle;
using Marketplace.World.Synthetic;

namespace Marketplace.Bench.Tests;

/// <summary>A dispute of which only the opened paths exist, move by move on the rules in C#, without a chain.</summary>
public sealed class SyntheticDisputeTests
{
    private static readonly Address s_solver = Address.FromHex("0x00000000000000000000000000000000000000a1");
    private static readonly Address s_challenger = Address.FromHex("0x00000000000000000000000000000000000000b2");

    public static TheoryData<string> Operations => [.. EveryOperation.All.Select(o => o.Name)];

    [Fact]
    public void TheReferenceDispute_IsAcceptedMoveByMove_AndProvedInThirteenTransactions()
    {
        var (turns, verdict) = Play(DisputeShape.Reference);
        turns.Select(t => t.Kind).Should().Equal(
            MoveKind.Dissect, MoveKind.Descend, MoveKind.Dissect, MoveKind.Dissect, MoveKind.Descend, MoveKind.Dissect,
            MoveKind.Dissect, MoveKind.Dissect, MoveKind.Descend, MoveKind.Chain, MoveKind.Prove);
        verdict.Unit.Should().Be((ulong)DisputeShape.Reference.Large.Unit);
        new SyntheticDispute(DisputeShape.Reference).Depths.Should()
            .Be("trace 4, phase 11, slots 12, output 16, operands 17 and 18");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void EveryOperation_IsProved(string name)
    {
        var operation = EveryOperation.All.Single(o => o.Name == name);
        var (_, verdict) = Play(DisputeShape.Of(1, 1, 2, EveryOperation.Depth, operation));
        verdict.Operator.Should().Be(operation.Operation.OpCode);
        verdict.Computed.Should().NotBe(verdict.Claimed);
    }

    [Fact]
    public void AFlippedBitOfAWitness_IsRefused()
    {
        var (turns, _) = Play(DisputeShape.Reference);
        var last = turns[^1];
        var flipped = last with { Move = [.. last.Move[..^1], (byte)(last.Move[^1] ^ 1)] };
        var mover = GameState.Decode(last.State)!.ChallengerMoves ? s_challenger : s_solver;
        DisputeRules.Apply(flipped, mover, new Timestamp(1_000), GameState.Seal(last.State, mover), true).Reason
            .Should().Be(Reason.WrongOpening);
    }

    /// <summary>From the opening to the proof; a move that is refused fails the test.</summary>
    private static (List<Turn> Turns, Verdict Verdict) Play(DisputeShape shape)
    {
        var dispute = new SyntheticDispute(shape);
        var job = new ClaimedJob(
            s_solver, Keccak.Hash(dispute.Header), DissectionTree.PairRoot([.. dispute.Roots]), shape.Steps, shape.Interval, 3_600, 60, 2);
        var now = new Timestamp(1_000);
        var result = DisputeRules.Open(new GameState { Job = 1, Round = 1, Limit = 1, Peers = 1 }, dispute.Opening(), job, s_challenger, now);
        var turns = new List<Turn>();
        for (; ; )
        {
            result.Reason.Should().Be(Reason.None);
            if (result.Verdict is { } verdict) return (turns, verdict);
            var state = result.Next!.Encode();
            var turn = dispute.Next(new GameEvent(state, result.Mover, result.Values));
            turns.Add(turn);
            result = DisputeRules.Apply(turn, result.Mover, now, GameState.Seal(state, result.Mover), true);
        }
    }
}
