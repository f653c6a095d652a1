using System.Text;
using System.Text.Json;
using Marketplace.Simulation;
using Marketplace.Simulation.Judging;

namespace Marketplace.Simulate;

/// <summary>A report as people and as programs read it.</summary>
internal static class ReportText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static string Plain(SimulationReport report)
    {
        var (c, seeds) = (report.Counts, report.To - report.From + 1);
        var text = new StringBuilder();
        text.AppendLine($"{seeds} seeds, {report.Faulty.Count} of them wrong");
        text.AppendLine(
            $"{c.Transactions} transactions, {c.Refused} of them refused; {c.Reorgs} re-orgs; {c.CensoredSeconds} s of censorship; "
            + $"{c.Seconds / seeds} s a job on average");
        text.AppendLine($"{c.Games} games, {c.HonestWins} won by an honest party, {c.HonestLosses} lost by one; {c.Proofs} decided by proof");
        text.AppendLine($"{c.WrongClaims} wrong claims: {c.LiarsSlashed} slashed, {c.LiarsUndelivered} not delivered, "
            + $"{c.UnwatchedLiarsPaid} paid because nobody honest looked");
        text.AppendLine($"{c.RightClaimsPaid} right claims paid");
        Audits(text, c.Audits);
        foreach (var (name, runs) in report.Met) text.AppendLine($"  {name} in {runs}");
        text.Append($"digest {report.Digest}");
        return text.ToString();
    }

    private static void Audits(StringBuilder text, AuditCounts a)
    {
        text.AppendLine(
            $"{a.Runs} jobs with verifiers: {a.Passes} passes, {a.Unavailable} times unavailable, {a.VerdictsPaid} verdicts paid; "
            + $"{a.Contests} passes contested, {a.PassesSlashed} of them slashed; "
            + $"{a.LyingPassesPaid} lying ones paid because nobody honest looked");
        text.AppendLine(
            $"{a.DrawnAnew} times drawn anew, {a.Undelivered} rounds undelivered, of which a delivering honest solver's: "
            + $"{a.CriedDown} cried down by a majority, {a.CrowdedOut} for lack of slots or stake");
        text.AppendLine(
            $"withheld and paid: {a.WithheldPaid} without an honest majority, "
            + $"{a.WithheldPaidForSlots} because others had taken the slots");
    }

    public static string Json(SimulationReport report) => JsonSerializer.Serialize(
        new
        {
            report.From,
            report.To,
            Wrong = report.Faulty.Select(f => new { f.Seed, f.Faults }),
            report.Counts,
            Cast = report.Met,
            Digest = report.Digest.ToString(),
        },
        Indented);
}
