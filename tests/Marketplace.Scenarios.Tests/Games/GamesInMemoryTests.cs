using Marketplace.Agents.Games;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;
using Marketplace.World.Liars;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>The rules alone, without a chain: what holds of every turn of many games.</summary>
public sealed class GamesInMemoryTests(ITestOutputHelper output)
{
    /// <summary>STEP, three rounds of OPERATION and LEAF, ELEMENT, two of TERM, and the opening.</summary>
    private const int MostTurns = 12;

    private static readonly Address Solver = Address.FromHex("0x00000000000000000000000000000000000000a1");
    private static readonly Address Challenger = Address.FromHex("0x00000000000000000000000000000000000000b2");

    private readonly Truth _truth = new(ToyJob.Program, ToyJob.Initial);
    private ulong _drawn;

    [Fact]
    public void EveryTurn_NarrowsTheGame_AndEitherMovesOrTimesOut()
    {
        var (games, turns) = (0, 0);
        var operations = ToyJob.Program.Phases[0].Operations;
        for (var j = 0; j < operations.Length; j++)
        {
            foreach (var step in (uint[])[0, 1, 4])
            {
                if (Lie.Find(_truth, new OperationSite(step + (uint)(j % 3), j), operations[j].Shape.Elements / 2) is not { } lie) continue;
                foreach (var garbage in (bool[])[false, true])
                {
                    turns += Play(lie, true, garbage) + Play(lie, false, garbage);
                    games += 2;
                }
            }
        }

        output.WriteLine($"{games} games, {turns} turns");
        turns.Should().BeGreaterThan(3_000);
    }

    /// <returns>The number of turns.</returns>
    private int Play(Lie lie, bool liarDefends, bool garbage)
    {
        IMoveChooser liar = garbage ? new GarbageMoves(_drawn) : new HonestMoves();
        var (honestTrace, honest) = (_truth.Trace(lie.Interval), new HonestMoves());
        var roots = liarDefends ? _truth.Claim(lie) : _truth.Roots;
        var challengerTrace = liarDefends ? honestTrace : lie.Trace;
        var job = new ClaimedJob(
            Solver, ToyJob.Program.Root, new Execution.Checkpoints(roots).TraceRoot, ToyJob.Program.Steps, ToyJob.Program.CheckpointEvery,
            3_600, 60, 2);
        var now = new Timestamp(1_800_000_000);
        var opening = Strategy.Opening(lie.Interval, roots, challengerTrace);
        var result = DisputeRules.Open(new GameState { Job = 1, Nonce = 1 }, opening, job, Challenger, now);
        var events = new List<GameEvent>();
        for (; ; )
        {
            result.Reason.Should().Be(Reason.None);
            events.Add(new GameEvent(result.Next!.Encode(), result.Mover, result.Values));
            events.Count.Should().BeLessThanOrEqualTo(MostTurns);
            var game = new GameRecord(default, events);
            RequireNarrower(events);
            var liarMoves = (game.Last.Mover == Solver) == liarDefends;
            var turn = liarMoves ? liar.Choose(game, lie.Trace) : honest.Choose(game, honestTrace);
            var stored = GameState.Seal(game.Last.State, game.Last.Mover);
            RequireEither(game, turn ?? new Turn(MoveKind.Dissect, game.Last.State, []), stored);

            // Anything up to the whole clock may be thought away.
            now += Draw(game.State.Deadline.Seconds - now.Seconds + 1);
            result = turn is null ? MoveResult.Refused(Reason.None) : DisputeRules.Apply(turn, game.Last.Mover, now, stored, true);
            if (turn is null || result.IsRefused)
            {
                liarMoves.Should().BeTrue("the honest side always has a move: {0}", lie);
                return events.Count;
            }

            if (result.Winner is not { } winner) continue;
            winner.Should().Be(liarDefends ? Challenger : Solver, "{0}", lie);
            return events.Count + 1;
        }
    }

    /// <summary>A finer alphabet, or fewer units inside the disputed ones.</summary>
    private static void RequireNarrower(List<GameEvent> events)
    {
        if (events.Count < 2) return;
        var (before, after) = (events[^2].Decoded, events[^1].Decoded);
        after.ChallengerMoves.Should().Be(!before.ChallengerMoves);
        if (after.Alphabet > before.Alphabet) return;
        after.Alphabet.Should().Be(before.Alphabet);
        after.Length.Should().BeLessThan(before.Length);
        after.Start.Should().BeGreaterThanOrEqualTo(before.Start);
        (after.Start + after.Length).Should().BeLessThanOrEqualTo(before.Start + before.Length);
    }

    /// <summary>At every time either the mover may move or anybody may end the game, never both, never neither (D6).</summary>
    private static void RequireEither(GameRecord game, Turn turn, Hash32 stored)
    {
        var deadline = game.State.Deadline;
        foreach (var at in (Timestamp[])[new(deadline.Seconds - 60), deadline, deadline + 1, deadline + 100_000])
        {
            var mayMove = DisputeRules.Apply(turn, game.Last.Mover, at, stored, true).Reason != Reason.ClockExpired;
            var mayEnd = !DisputeRules.Timeout(game.Last.State, game.Last.Mover, at, stored, true).IsRefused;
            mayMove.Should().Be(at <= deadline);
            mayEnd.Should().Be(!mayMove);
        }
    }

    private ulong Draw(ulong below) => (Philox.Word(99, (uint)_drawn++, 0, 0) * below) >> 32;
}
