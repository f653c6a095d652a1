using System.Globalization;

namespace Marketplace.Bench;

/// <summary>A table for people, row by row as the cases end, with the machine above it.</summary>
public sealed class TableReport(TextWriter output)
{
    public void WriteHead(Machine machine, int threads)
    {
        output.WriteLine($"{machine.Processor}, {machine.Cores} cores; {machine.Caches}");
        var bits = Peak.WidestBits;
        var peaks = new[] { 1, threads }.Distinct().Select(t => Line($"{Peak.Measure(t, bits):F0} GFLOP/s on {t}"));
        output.WriteLine($"{machine.Runtime}; fma peak in {bits}-bit vectors: {string.Join(", ", peaks)} thread(s)");
        output.WriteLine();
        output.WriteLine($"{"case",-26} {"shape",-34} {"thr",3} {"ours",9} {"unit",-8} beside it");
    }

    public void Write(BenchResult r)
    {
        var beside = r.Case.Against switch
        {
            Comparison.Rival rival when r.Case.PeerDefault is { } speed => Line(
                $"{r.Other:F2} {rival.Name}, ratio {r.Quotient:F2}; {speed:F2} by default, ratio {r.Ours / speed:F2}"),
            Comparison.Rival rival => Line($"{r.Other:F2} {rival.Name}, ratio {r.Quotient:F2}"),
            Comparison.Bound bound => Line($"{r.Quotient:F2} of {bound.Name}"),
            Comparison.FmaPeak => Line($"{r.Quotient:F3} of the fma peak"),
            _ => "",
        };
        var doubt = r.Unstable ? "  (unstable)" : r.Disturbed > 0 ? $"  ({r.Disturbed} disturbed)" : "";
        var c = r.Case;
        output.WriteLine(Line(
            $"{c.Bench + " " + c.Name,-26} {c.Shape,-34} {c.Threads,3} {r.Ours,9:F3} {c.Unit,-8} {beside}{doubt}"));
        foreach (var (key, text) in c.Notes.Where(_ => c.ShowsNotes))
            output.WriteLine($"    {key}: {text.Replace("; ", ";" + Environment.NewLine + "        ", StringComparison.Ordinal)}");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
