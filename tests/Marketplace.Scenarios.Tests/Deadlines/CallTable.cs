using System.Text;
using Marketplace.Protocol;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Deadlines;

/// <summary>What every call does in every situation, before and after each deadline, as the rules in C# say it.</summary>
public static class CallTable
{
    /// <summary>Three tables in Markdown: the calls of the market, those of a game, and those of verifiers.</summary>
    public static string Write(IReadOnlyList<Situation> situations)
    {
        var text = new StringBuilder();
        Table(text, situations, Calls.OfMarket);
        text.Append('\n');
        // A job with verifiers has no other games than one without.
        Table(text, [.. situations.Where(s => !s.Life.Record.Terms.IsAudited)], Calls.OfGame);
        text.Append('\n');
        Table(text, situations, Calls.OfVerifiers);
        return text.ToString();
    }

    /// <summary>One cell: what the call does, and what instead after those deadlines at which that changes.</summary>
    /// <exception cref="InvalidOperationException">It changes elsewhere than between a deadline and the next second or block.</exception>
    public static string Cell(Situation situation, string call)
    {
        var cell = new StringBuilder();
        // Block numbers and times are two lines, each walked from its beginning; the times begin in the block after the first one.
        foreach (var line in situation.Questions.GroupBy(q => situation.Blocks.Any(b => b.Name == q.Deadline)).OrderByDescending(g => g.Key))
        {
            string? last = null;
            foreach (var question in line)
            {
                var answer = Answer(situation, call, question);
                if (last is null && cell.Length == 0) cell.Append(answer);
                if (last is not null && answer != last)
                {
                    if (question.Beside != 1)
                        throw new InvalidOperationException($"{call} in {situation.Name} changes at {question}: {last}, {answer}");
                    cell.Append($"; after {question.Deadline}: {answer}");
                }

                last = answer;
            }
        }

        return cell.ToString();
    }

    private static void Table(StringBuilder text, IReadOnlyList<Situation> situations, IReadOnlyList<string> calls)
    {
        text.Append($"| the job is | {string.Join(" | ", calls)} |\n");
        text.Append($"|---|{string.Concat(calls.Select(_ => "---|"))}\n");
        foreach (var situation in situations)
            text.Append($"| {situation.Name} | {string.Join(" | ", calls.Select(call => Cell(situation, call)))} |\n");
    }

    private static string Answer(Situation situation, string call, Question question)
    {
        var before = situation.Life.Book;
        var result = Calls.Of(call, situation.Life).Rule(before, question.At.Now, question.At.Block);
        if (result.IsRefused) return result.Reason.ToString();
        var (was, job) = (before.JobOf(Life.Job).State, result.Book.JobOf(Life.Job).State);
        if (was != job) return $"→ **{job}**";
        if (result.Move?.Next is { } next) return $"→ a game in {next.Alphabet.ToString().ToUpperInvariant()}";
        if (Calls.OfVerifiers.Contains(call)) return AnswerToVerifier(call, before, result.Book);
        return result.Book.Games.Count.CompareTo(before.Games.Count) switch
        {
            > 0 => "→ a commitment",
            < 0 => call is "timeout" ? "→ the game ends" : call is "forfeit" ? "→ the bond is lost" : "→ the bond is back",
            _ => throw new InvalidOperationException($"{call} in {situation.Name} does nothing."),
        };
    }

    private static string AnswerToVerifier(string call, MarketBook before, MarketBook after) => call switch
    {
        "drawSeed" => Round(after).Seed.IsZero ? "→ a later block" : "→ the seed",
        "pass" => "→ a pass",
        "unavailable" => "→ said",
        "acknowledge" => "→ received",
        "undelivered" => Round(after).Draw > Round(before).Draw ? "→ drawn anew" : throw new InvalidOperationException("Nothing happened."),
        "contest" => "→ a record of its own",
        "collect" => "→ paid",
        "unstakeVerifier" => "→ leaving",
        _ => "→ credited",
    };

    private static RoundAudit Round(MarketBook book) => book.AuditOf(Life.Job, book.JobOf(Life.Job).Round);
}
