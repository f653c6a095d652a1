using System.Text;
using Marketplace.Operators;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>How a liar plays.</summary>
public enum Behaviour
{
    PlaysItsTrace,
    Garbage,
    Silent,
}

/// <summary>One game and what was special about it.</summary>
public sealed record Played(OpCode OpCode, Behaviour Behaviour, bool LiarDefends, MatchResult Result)
{
    public bool HonestSideWon => Result.ChallengerWon == LiarDefends;
}

/// <summary>The games of a test run, counted and printed.</summary>
public sealed class Tally
{
    public List<Played> Games { get; } = [];

    /// <summary>Lies that are gone when their interval ends, by operator.</summary>
    public List<OpCode> Vanished { get; } = [];

    public int Proofs(OpCode opCode) => Games.Count(g => g.Result.Proved == opCode);

    /// <summary>Games that went through an alphabet and ended in a proof.</summary>
    public int ProofsThrough(Alphabet alphabet) => Games.Count(g => g.Result.ByProof && g.Result.Alphabets.Contains(alphabet));

    public string Print()
    {
        var text = new StringBuilder();
        text.AppendLine("lie in      proofs in ELEMENT in TERM |  games  own trace  garbage  silent | defender challenger | vanished");
        foreach (var op in Games.Select(g => g.OpCode).Distinct().Order())
        {
            var games = Games.Where(g => g.OpCode == op).ToList();
            var proofs = Games.Where(g => g.Result.Proved == op).ToList();
            var (inElement, inTerm) = (In(proofs, Alphabet.Element), In(proofs, Alphabet.Term));
            text.AppendLine(
                $"{op,-10} {proofs.Count,7} {inElement,10} {inTerm,7} | {games.Count,6} {By(games, Behaviour.PlaysItsTrace),10} "
                + $"{By(games, Behaviour.Garbage),8} {By(games, Behaviour.Silent),7} | "
                + $"{games.Count(g => g.LiarDefends),8} {games.Count(g => !g.LiarDefends),10} | {Vanished.Count(v => v == op),8}");
        }

        text.AppendLine($"{Games.Count} games, {Games.Count(g => g.HonestSideWon)} won by the honest side, {Vanished.Count} lies vanished");
        var ends = Games.GroupBy(g => $"{(g.Result.ByProof ? "proof" : "timeout")} in {g.Result.Last}").OrderBy(g => g.Key);
        text.AppendLine("games ended: " + string.Join(", ", ends.Select(g => $"{g.Key} {g.Count()}")));
        var through = Enum.GetValues<Alphabet>().Select(a => $"{a} {ProofsThrough(a)}");
        text.AppendLine("proofs that went through: " + string.Join(", ", through));
        text.AppendLine("transactions of a game: " + Spread(Games.Select(g => (ulong)g.Result.Turns)));
        text.AppendLine("gas of a game decided by proof: " + Spread(Games.Where(g => g.Result.ByProof).Select(g => g.Result.Gas)));
        foreach (var move in Games.SelectMany(g => g.Result.Costs).GroupBy(c => c.Move).OrderBy(c => c.Key))
        {
            text.AppendLine($"  gas of {move.Key}: {Spread(move.Select(c => c.Gas))} ({move.Count()} times)");
        }

        return text.ToString();
    }

    private static int In(List<Played> games, Alphabet alphabet) => games.Count(g => g.Result.Last == alphabet);

    private static int By(List<Played> games, Behaviour behaviour) => games.Count(g => g.Behaviour == behaviour);

    private static string Spread(IEnumerable<ulong> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? "–" : $"{sorted[0]:N0} / {sorted[sorted.Count / 2]:N0} / {sorted[^1]:N0}";
    }
}
