using System.Text;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>What the mirrors of several tables have seen.</summary>
public static class Reports
{
    public static string Print(IEnumerable<Mirror> mirrors)
    {
        var all = mirrors.ToList();
        var text = new StringBuilder();
        text.AppendLine($"{all.Sum(m => m.States)} states met, {all.Sum(m => m.Trials)} calls held against the mirror, "
            + $"{all.Sum(m => m.Disagreements.Count)} disagreements");
        text.AppendLine("  " + string.Join(", ", all.SelectMany(m => m.Answers).GroupBy(a => a.Key)
            .Select(a => (a.Key, Sum: a.Sum(x => x.Value))).OrderByDescending(a => a.Sum).Select(a => $"{a.Key} {a.Sum}")));
        var kinds = all.SelectMany(m => m.Fields).GroupBy(f => f.Key[..f.Key.IndexOf(':')]).OrderBy(k => k.Key);
        foreach (var kind in kinds)
        {
            text.AppendLine($"  {kind.Key}: {kind.Select(f => f.Key).Distinct().Count()} fields damaged {kind.Sum(f => f.Value)} times");
        }

        return text.ToString();
    }
}
