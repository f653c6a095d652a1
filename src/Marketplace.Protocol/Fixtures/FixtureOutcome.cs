using System.Globalization;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Fixtures;

/// <summary>What a call came to, as one line that is the same on every chain: numbers of jobs, addresses and times are left
/// out, roots, contexts, clocks and reasons are not.</summary>
public static class FixtureOutcome
{
    /// <summary>Of a call that is no move in a game.</summary>
    public const string Accepted = "accepted";

    public static string Refused(string reason) => $"refused: {reason}";

    /// <param name="mover">Who has to move now.</param>
    /// <param name="values">What was claimed, as the event carries it.</param>
    public static string Moved(GameState state, FixturePlayer mover, ReadOnlySpan<byte> values, Timestamp now) => string.Create(
        CultureInfo.InvariantCulture,
        $"moved: {state.Alphabet} {state.Start}+{state.Length}, {mover} within {state.Deadline.Seconds - now.Seconds} s, other {state.WaitingBudget} s, tier {state.Tier}, aux {state.Aux}, sequence {state.Sequence}/{state.Limit}/{state.Peers}, context {state.Context}, root {state.Root}, values {Keccak.Hash(values)}");

    public static string Decided(FixturePlayer winner, FixturePlayer loser, bool byProof) =>
        $"decided: {winner} against {loser} by {(byProof ? "proof" : "timeout")}";
}
