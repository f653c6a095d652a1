using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Market;

namespace Marketplace.Scenarios.Tests.Deadlines;

/// <summary>Every function of the market and of the game as somebody would call it in a situation: with all that is right but
/// the state or the time.</summary>
public static class Calls
{
    /// <summary>A nonce that nobody has used.</summary>
    private const uint Unused = 99;

    /// <summary>Of the market.</summary>
    public static IReadOnlyList<string> OfMarket { get; } =
        ["lock", "claim", "expire", "finalize", "cancel", "cancel by others", "commit", "open", "forfeit", "releaseCommitment"];

    /// <summary>Of verifiers and those who deal with them.</summary>
    public static IReadOnlyList<string> OfVerifiers { get; } =
    [
        "drawSeed", "pass", "unavailable", "acknowledge", "undelivered", "contest", "collect", "unstakeVerifier", "withdrawVerifierStake",
    ];

    /// <summary>Of a game.</summary>
    public static IReadOnlyList<string> OfGame { get; } = ["dissect", "descend", "chain", "prove", "timeout", "release"];

    public static Operation Of(string name, Life life)
    {
        var job = life.Record;
        // Who has a commitment is the last to have come; where there is none, it is the challenger who names one.
        var committed = life.Challenges.Values.LastOrDefault(c => c.Game is null) ?? new Challenge(life.Challenger, Math.Max(1, job.Round), 1, 0, null);
        return name switch
        {
            "lock" => Operation.Lock(life.Solver, job.Terms.Stake, Life.Job),
            "claim" => Operation.Claim(life.Solver, Life.Job, [.. Dispute.Claim], Dispute.Claim.Length - 1),
            "expire" => Operation.Expire(life.Stranger, Life.Job),
            "finalize" => Operation.Finalize(life.Stranger, Life.Job),
            "cancel" => Operation.Cancel(life.Submitter, Life.Job),
            "cancel by others" => Operation.Cancel(life.Stranger, Life.Job),
            "commit" => Operation.Commit(life.Challenger, job.Terms.Bond, Life.Job, job.Round, job.TraceRoot, Unused, Hash32.Zero),
            "open" => Operation.Open(committed.Challenger, Life.Job, committed.Nonce, Life.Salt, Dispute.Opening),
            "forfeit" => Operation.Forfeit(life.Stranger, Life.Job, committed.Challenger, committed.Nonce),
            "releaseCommitment" => Operation.ReleaseCommitment(
                life.Stranger, Life.Job, committed.Round, committed.Challenger, committed.Nonce),
            _ => OfVerifiers.Contains(name) ? OfVerifier(name, life) : InGame(name, life),
        };
    }

    /// <summary>By the first verifier, and about its verdict.</summary>
    private static Operation OfVerifier(string name, Life life) => name switch
    {
        "drawSeed" => Operation.DrawSeed(life.Stranger, Life.Job, Life.AnyHash),
        "pass" => Operation.Pass(life.Verifier, Life.Job, life.Record.TraceRoot, 0),
        "unavailable" => Operation.Unavailable(life.Verifier, Life.Job, life.Record.TraceRoot, 0),
        "acknowledge" => Operation.Acknowledge(life.Submitter, Life.Job, life.Record.TraceRoot),
        "undelivered" => Operation.Undelivered(life.Stranger, Life.Job),
        "contest" => Operation.Contest(life.Challenger, life.Record.Terms.Bond, life.VerdictOf(life.Verifier).ContestedAs, life.VerdictOf(life.Verifier), Unused, Hash32.Zero),
        "collect" => Operation.Collect(life.Stranger, life.VerdictOf(life.Verifier)),
        "unstakeVerifier" => Operation.UnstakeVerifier(life.Verifier, Wei.Coins(1) / 10),
        "withdrawVerifierStake" => Operation.WithdrawVerifierStake(life.Verifier),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    /// <summary>One of the four moves.</summary>
    public static Operation Move(Turn turn, Address mover) => new(
        Name(turn.Kind), mover, MarketContract.CallOf(turn), (book, now, _) => MarketRules.Move(book, turn, mover, now));

    private static string Name(MoveKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>About the game that is alive, or about one that there is not.</summary>
    private static Operation InGame(string name, Life life)
    {
        var game = life.Challenges.Values.LastOrDefault(c => c.Game is not null)?.Game;
        var (state, mover) = game is null ? (new byte[GameState.Size], life.Solver) : (game.Last.State, game.Last.Mover);
        if (name == "timeout") return Operation.Timeout(life.Stranger, state, mover);
        if (name == "release") return Operation.Release(life.Stranger, state, mover);
        var kind = Enum.GetValues<MoveKind>().Single(k => Name(k) == name);
        return Move(new Turn(kind, state, game is null ? [] : Dispute.Next(game)!.Move), mover);
    }
}
