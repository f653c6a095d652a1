using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Exhaustive;

namespace Marketplace.Scenarios.Tests.Exhaustive;

/// <summary>How the rules in C# and the contract answered the same questions.</summary>
public sealed class ChainTally
{
    /// <summary>How often both gave each answer: a reason, "moved" or "decided".</summary>
    public SortedDictionary<string, int> Answers { get; } = new(StringComparer.Ordinal);

    public List<string> Disagreements { get; } = [];

    /// <summary>Calls held against each other.</summary>
    public int Calls { get; private set; }

    /// <param name="expected">By the rules in C#.</param>
    /// <param name="actual">By the contract.</param>
    /// <param name="after">The word that the contract keeps for the game after the call.</param>
    public void Compare(
        string scene, string what, Answer expected, bool byProof, RehearsedAnswer actual, Hash32 after, Hash32 game)
    {
        Calls++;
        var (ours, theirs) = (Of(expected, byProof, game), Of(actual, expected, after));
        if (ours != theirs) Disagreements.Add($"{scene}, {what}: C# {ours}, contract {theirs}");
        var answer = expected.IsRefused ? expected.Reason.ToString() : expected.Winner is null ? "moved" : "decided";
        Answers[answer] = Answers.GetValueOrDefault(answer) + 1;
    }

    public override string ToString() =>
        $"{Calls} calls, {Disagreements.Count} disagreements: " + string.Join(", ", Answers.Select(a => $"{a.Key} {a.Value}"));

    private static string Of(Answer answer, bool byProof, Hash32 game)
    {
        if (answer.IsRefused) return answer.Reason.ToString();
        if (answer.Winner is { } winner)
        {
            var loser = winner == GameTree.Solver ? GameTree.Challenger : GameTree.Solver;
            return $"decided {GameTree.Number} {game} for {winner} against {loser}, by a proof: {byProof}; stored {Hash32.Zero}";
        }

        var next = answer.Next!;
        return Moved(game, next, GameState.Seal(next.State, next.Mover));
    }

    /// <summary>The word is looked at where the call is accepted: where it is refused nothing can have changed.</summary>
    private static string Of(RehearsedAnswer answer, Answer expected, Hash32 after)
    {
        if (answer.Refusal is { } refusal) return refusal;
        if (expected.Winner is null)
        {
            return Events<ComputeMarket.MovedEvent>(answer, ComputeMarket.MovedEvent.Decode) is [var moved] && moved.Job == GameTree.Number
                ? Moved(moved.Game, GameEvent.Of(moved.Data), after)
                : "accepted without one event of a move";
        }

        return Events<ComputeMarket.GameDecidedEvent>(answer, ComputeMarket.GameDecidedEvent.Decode) is [var end]
            ? $"decided {end.Job} {end.Game} for {end.Winner} against {end.Loser}, by a proof: {end.ByProof}; stored {after}"
            : "accepted without one event of an end";
    }

    private static string Moved(Hash32 game, GameEvent turn, Hash32 stored) =>
        $"moved {game} to {turn.Mover}: {Convert.ToHexStringLower(turn.State)} {Convert.ToHexStringLower(turn.Values)}; stored {stored}";

    private static List<T> Events<T>(RehearsedAnswer answer, Func<ChainLog, T> decode)
        where T : IContractEvent<T> =>
        [.. answer.Logs.Where(log => log.Topics[0] == T.Definition.Topic).Select(decode)];
}
