using System.Collections.Immutable;
using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Casting;
using Marketplace.World.Forgery;

namespace Marketplace.Simulation.Exhaustive;

/// <summary>
/// Every game about a program in which at each turn either side does what an honest one would, or claims something else about
/// any segment, stalls, repeats itself or names what there is not. Held in every state: whoever has been honest throughout wins
/// (P1), some call succeeds (P2), either the mover may move or anybody may end the game (P4), and moves narrow it (P7).
/// </summary>
/// <param name="pace">When moves are made.</param>
public sealed class GameTree(Scene scene, IReferee referee, Pace pace)
{
    /// <summary>Terms of the job, seconds.</summary>
    public const uint Budget = 3_600, MinResponse = 60, StepAllowance = 2;

    /// <summary>Job, round and nonce of every game.</summary>
    public const uint Number = 1;

    /// <summary>Who made the claim.</summary>
    public static readonly Address Solver = Address.FromHex("0x00000000000000000000000000000000000000a1");

    /// <summary>Who denies it.</summary>
    public static readonly Address Challenger = Address.FromHex("0x00000000000000000000000000000000000000b2");

    /// <summary>When every game is opened.</summary>
    public static readonly Timestamp Start = new(1_800_000_000);

    private static readonly Hash32 Wrong = Keccak.Hash([0x2a]);

    private readonly HashSet<Hash32> _seen = [];
    private readonly int _mostTurns = DisputeLength.Of(scene.Program).Transactions;

    public TreeReport Report { get; } = new();

    /// <summary>The right claim and every claim with one wrong checkpoint, each challenged in every interval.</summary>
    public TreeReport Walk()
    {
        foreach (var roots in Claims(scene)) Challenge(roots);
        return Report;
    }

    /// <summary>The only commitment of its round (B9).</summary>
    public static GameState Fresh => new() { Job = Number, Round = Number, Nonce = Number, Limit = 1, Peers = 1 };

    /// <summary>The claims that are challenged: roots S_0, S_c … S_N of each.</summary>
    public static IEnumerable<ImmutableArray<Hash32>> Claims(Scene scene)
    {
        var right = scene.Truth.Roots;
        return [right, .. Enumerable.Range(1, right.Length - 1).Select(k => right.SetItem(k, Wrong))];
    }

    private void Challenge(ImmutableArray<Hash32> roots)
    {
        var firstWrong = scene.FirstWrong(roots);
        for (var k = 0; k < scene.Program.Intervals; k++)
        {
            var trace = scene.Truth.Trace(k);
            if (k == firstWrong) Open(roots, Strategy.Opening(k, roots, trace), firstWrong is null, challengerIsHonest: true);
            foreach (var forgery in Forgeries(k)) Open(roots, MoveForge.Opening(roots, k, trace, forgery), firstWrong is null, false);
        }
    }

    private void Open(ImmutableArray<Hash32> roots, byte[] opening, bool solverIsHonest, bool challengerIsHonest)
    {
        var program = scene.Program;
        var job = new ClaimedJob(
            Solver, program.Root, new Checkpoints(roots).TraceRoot, program.Steps, program.CheckpointEvery, Budget, MinResponse, StepAllowance);
        var answer = Counted(referee.Open(Fresh, opening, job, Challenger, Start));
        if (answer.Next is not { } first)
        {
            if (challengerIsHonest) Report.Fault($"an honest opening is refused: {answer.Reason}");
            return;
        }

        Visit(new Node(new GameRecord(default, [first]), solverIsHonest, challengerIsHonest, []), Start);
    }

    private void Visit(Node node, Timestamp now)
    {
        if (!_seen.Add(node.Key)) return;
        Report.States++;
        Report.Longest = Math.Max(Report.Longest, node.Game.Events.Count);
        // The commitment before the opening and the proof at the end are transactions, too.
        if (node.Game.Events.Count + 1 > _mostTurns) Report.Fault($"{node.Game.Events.Count} turns, more than a dispute has: {Place(node)}");
        var at = pace == Pace.AtOnce ? now : node.State.Deadline;
        HoldClocks(node);

        var trace = scene.Truth.Trace((int)(node.Game.Events[0].Decoded.Start / scene.Program.CheckpointEvery));
        var honest = Strategy.NextMove(node.Game, trace);
        if (honest is not null) Try(node, honest, at, honestly: true);
        else if (node.MoverIsHonest) Report.Fault($"an honest player has nothing to say: {Place(node)}");

        for (var i = 0; i < MoveForge.Choices(node.State); i++)
        {
            foreach (var forgery in Forgeries(i))
            {
                if (MoveForge.Move(node.Game, trace, i, forgery) is { } forged) Try(node, forged, at, honestly: false);
            }
        }

        foreach (var proof in FalseProofs.Of(node.Game, scene, trace)) Try(node, proof, at, honestly: false);
        foreach (var nonsense in Nonsense(node, honest)) Try(node, nonsense, at, honestly: false);
    }

    /// <summary>Random claims, the same one everywhere, and the truth but for the end.</summary>
    private static IEnumerable<IForgery> Forgeries(int seed) => [new Noise((ulong)seed), new Fixed(), new OneBitBeside(16)];

    /// <summary>What no rule allows: earlier moves again, and a segment that there is not.</summary>
    private static IEnumerable<Turn> Nonsense(Node node, Turn? honest)
    {
        var state = node.Game.Last.State;
        foreach (var kind in Enum.GetValues<MoveKind>())
        {
            foreach (var move in node.Moves) yield return new Turn(kind, state, move);
            if (honest is null) continue;
            var outside = (byte[])honest.Move.Clone();
            outside[0] = (byte)MoveForge.Choices(node.State);
            yield return new Turn(kind, state, outside);
            if (kind != honest.Kind) yield return honest with { Kind = kind };
        }

        if (node.Moves.Count > 0) yield return new Turn(MoveKind.Dissect, node.Game.Events[^2].State, node.Moves[^1]);
    }

    private void Try(Node node, Turn turn, Timestamp at, bool honestly)
    {
        var answer = Counted(referee.Apply(turn, node.Mover, at, Stored(node)));
        if (answer.IsRefused)
        {
            if (honestly && node.MoverIsHonest) Report.Fault($"an honest move is refused: {answer.Reason}, {Place(node)}");
            return;
        }

        Report.Moves++;
        if (answer.Winner is { } winner)
        {
            Report.Proofs++;
            End(node, winner, node.SolverIsHonest && (honestly || node.State.ChallengerMoves),
                node.ChallengerIsHonest && (honestly || !node.State.ChallengerMoves), "a proof");
            return;
        }

        RequireNarrower(node, answer.Next!);
        Visit(node.After(answer.Next!, turn.Move, honestly), at);
    }

    private void End(Node node, Address winner, bool solverIsHonest, bool challengerIsHonest, string by)
    {
        if ((solverIsHonest && winner != Solver) || (challengerIsHonest && winner != Challenger))
            Report.Fault($"an honest player loses by {by}: {Place(node)}");
    }

    /// <summary>At every second one of the two can be done, never both (P4, D6); who stalls has lost (P2).</summary>
    private void HoldClocks(Node node)
    {
        var (state, mover, deadline, stored) = (node.Game.Last.State, node.Mover, node.State.Deadline, Stored(node));
        foreach (var at in (Timestamp[])[new(deadline.Seconds - 1), deadline, deadline + 1])
        {
            var move = Counted(referee.Apply(new Turn(MoveKind.Dissect, state, []), mover, at, stored));
            var end = Counted(referee.Timeout(state, mover, at, stored));
            var (mayMove, mayEnd) = (move.Reason != Reason.ClockExpired, !end.IsRefused);
            if (mayMove != at <= deadline || mayEnd == mayMove)
                Report.Fault($"at {at}, deadline {deadline}: may move {mayMove}, may end {mayEnd}: {Place(node)}");
            if (!mayEnd) continue;
            Report.Timeouts++;
            // Who stalls is not honest; the other side may be.
            if (end.Winner is { } winner)
            {
                End(node, winner, node.SolverIsHonest && node.State.ChallengerMoves, node.ChallengerIsHonest && !node.State.ChallengerMoves,
                    "the clock");
            }
        }

        var other = Counted(referee.Apply(new Turn(MoveKind.Dissect, state, []), node.State.Waiting, deadline, stored));
        if (other.Reason != Reason.StateUnknown) Report.Fault($"the waiting side is heard: {other.Reason}, {Place(node)}");
    }

    /// <summary>The other side's turn, and a finer alphabet or fewer units inside the disputed ones (P7).</summary>
    private void RequireNarrower(Node node, GameEvent next)
    {
        var (before, after) = (node.State, next.Decoded);
        var narrower = after.Alphabet > before.Alphabet
            || (after.Alphabet == before.Alphabet && after.Length < before.Length && after.Start >= before.Start
                && after.Start + after.Length <= before.Start + before.Length);
        if (!narrower || after.ChallengerMoves == before.ChallengerMoves || next.Mover != before.Waiting || after.Waiting != node.Mover)
            Report.Fault($"a move that does not narrow: {Place(node)} → {after.Alphabet} [{after.Start}, +{after.Length})");
    }

    private Answer Counted(Answer answer)
    {
        Report.Calls++;
        if (answer.IsRefused) Report.Refusals[answer.Reason] = Report.Refusals.GetValueOrDefault(answer.Reason) + 1;
        return answer;
    }

    private static Hash32 Stored(Node node) => GameState.Seal(node.Game.Last.State, node.Mover);

    private string Place(Node node) =>
        $"{scene.Name}, {node.State.Alphabet} [{node.State.Start}, +{node.State.Length}) after {node.Game.Events.Count} turns, "
        + $"{(node.State.ChallengerMoves ? "challenger" : "solver")} to move";
}
