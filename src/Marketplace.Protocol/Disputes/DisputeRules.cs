using Marketplace.Primitives;

namespace Marketplace.Protocol.Disputes;

/// <summary>What a move did: refused with a reason, or the next state, or the end of the game.</summary>
public sealed record MoveResult
{
    public Reason Reason { get; private init; }

    public bool IsRefused => Reason != Reason.None;

    /// <summary>The new state and its mover; null if refused or decided.</summary>
    public GameState? Next { get; private init; }

    public Address Mover { get; private init; }

    /// <summary>What the mover claimed: v_0 … v_n packed, or the leaf.</summary>
    public byte[] Values { get; private init; } = [];

    /// <summary>The winner, if the game is decided.</summary>
    public Address? Winner { get; private init; }

    public static MoveResult Refused(Reason reason) => new() { Reason = reason };

    internal static MoveResult Moved(GameState next, Address mover, byte[] values) => new() { Next = next, Mover = mover, Values = values };

    /// <summary>What the referee computed, if the game was decided by a proof.</summary>
    public Verdict? Verdict { get; private init; }

    internal static MoveResult Won(Address winner, Verdict? verdict = null) => new() { Winner = winner, Verdict = verdict };
}

/// <summary>One unit of one chain, as it was claimed and as it is.</summary>
/// <param name="Unit">Its number in the element's chain.</param>
/// <param name="Start">The agreed accumulator before it, a pattern like the two others.</param>
public sealed record Verdict(Operators.OpCode Operator, ulong Unit, uint Start, uint Claimed, uint Computed);

/// <summary>
/// Who may move when, and what it makes of the game: the mirror of DisputeGame.sol as pure functions. Time is an argument,
/// and <c>stored</c> is what the contract has stored under the game's id.
/// </summary>
public static class DisputeRules
{
    /// <summary>Blocks within which a commitment has to be opened (D1).</summary>
    public const ulong OpenBlocks = 256;

    /// <summary>Would the contract accept this move? If so: what comes of it.</summary>
    /// <param name="roundIsLive">The job is Claimed in the game's round.</param>
    public static MoveResult Apply(Turn turn, Address sender, Timestamp now, Hash32 stored, bool roundIsLive)
    {
        try
        {
            var g = Load(turn.State, sender, stored);
            if (now > g.Deadline) return MoveResult.Refused(Reason.ClockExpired);
            if (turn.Kind == MoveKind.Prove)
            {
                var verdict = Moves.Prove(g, turn.Move);
                return roundIsLive ? MoveResult.Won(sender, verdict) : MoveResult.Refused(Reason.RoundOver);
            }

            var (next, values) = turn.Kind switch
            {
                MoveKind.Dissect => Moves.Dissect(g, turn.Move),
                MoveKind.Descend => Moves.Descend(g, turn.Move),
                _ => Moves.Chain(g, turn.Move),
            };
            // OPERATION and LEAF begin with a finer replay: both sides get a step's allowance (D6).
            var finer = turn.Kind == MoveKind.Descend && next.Alphabet != Alphabet.Element;
            return Pass(next, sender, now, values, finer);
        }
        catch (Refusal refusal)
        {
            return MoveResult.Refused(refusal.Reason);
        }
    }

    /// <summary>Would the contract end the game because the mover's clock has run out? (D6)</summary>
    public static MoveResult Timeout(byte[] state, Address mover, Timestamp now, Hash32 stored, bool roundIsLive)
    {
        try
        {
            var g = Load(state, mover, stored);
            if (now <= g.Deadline) return MoveResult.Refused(Reason.ClockRunning);
            return roundIsLive ? MoveResult.Won(g.Waiting) : MoveResult.Refused(Reason.RoundOver);
        }
        catch (Refusal refusal)
        {
            return MoveResult.Refused(refusal.Reason);
        }
    }

    /// <summary>The first state of a game whose commitment has been found in order (D1).</summary>
    /// <param name="fresh">Job, round, nonce, tier, sequence, limit and peers of the new game.</param>
    public static MoveResult Open(
        GameState fresh, byte[] opening, ClaimedJob job, Address challenger, Timestamp now)
    {
        try
        {
            var g = fresh with
            {
                Alphabet = Alphabet.Step,
                ChallengerMoves = false,
                MinResponse = job.MinResponse,
                StepAllowance = job.StepAllowance,
                Context = job.ProgramRoot,
            };
            (g, var values) = Moves.Open(g, opening, job.TraceRoot, job.Steps, job.Interval);
            // Each side's first allowance; the defender has one budget for every eight games (D6, D7).
            var allowance = job.StepAllowance * g.Length;
            g = g with
            {
                WaitingBudget = (uint)(job.BudgetSeconds + allowance),
                Deadline = now + (job.BudgetSeconds * (1UL + fresh.Tier) + allowance),
                Waiting = challenger,
            };
            return MoveResult.Moved(g, job.Solver, values);
        }
        catch (Refusal refusal)
        {
            return MoveResult.Refused(refusal.Reason);
        }
    }

    /// <summary>The state as it was sealed, with <paramref name="mover"/> to move (D10).</summary>
    private static GameState Load(byte[] state, Address mover, Hash32 stored)
    {
        var g = GameState.Decode(state) ?? throw new Refusal(Reason.WrongLength);
        if (GameState.Seal(state, mover) != stored) throw new Refusal(Reason.StateUnknown);
        return g;
    }

    /// <summary>Hands the turn over: the mover keeps what is left of its clock, the other side has its budget, but at least
    /// the minimal response (D6).</summary>
    private static MoveResult Pass(GameState g, Address sender, Timestamp now, byte[] values, bool finer)
    {
        var allowance = finer ? g.StepAllowance : 0UL;
        var left = g.Deadline.Seconds - now.Seconds + allowance;
        var next = g.WaitingBudget + allowance;
        if (next < g.MinResponse) next = g.MinResponse;
        var passed = g with
        {
            WaitingBudget = (uint)left,
            Deadline = now + next,
            ChallengerMoves = !g.ChallengerMoves,
            Waiting = sender,
        };
        return MoveResult.Moved(passed, g.Waiting, values);
    }
}

/// <summary>What a game needs to know of the claim it is about.</summary>
public sealed record ClaimedJob(
    Address Solver,
    Hash32 ProgramRoot,
    Hash32 TraceRoot,
    ulong Steps,
    ulong Interval,
    uint BudgetSeconds,
    uint MinResponse,
    uint StepAllowance);
