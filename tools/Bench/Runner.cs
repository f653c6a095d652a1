using System.Globalization;

namespace Marketplace.Bench;

/// <summary>Measures a case between two looks at the machine's peak; if that moved, it is measured again.</summary>
public sealed class Runner(PairedRun pairs)
{
    private const int Attempts = 4;
    private const double PeakMayMove = 0.05;

    /// <summary>A case that takes longer is measured once: it is longer than the machine's moods are.</summary>
    private const double LongCaseSeconds = 30;

    public BenchResult Run(BenchCase c)
    {
        if (c.Figure is { } figure)
        {
            var (ours, other) = figure();
            return new BenchResult(c, ours, other, other / ours, 1, 0, c.PeakBits == 0 ? 0 : Peak.Measure(c.Threads, c.PeakBits), false);
        }

        var others = Others(c.Against);
        var before = Peak.Measure(c.Threads, c.PeakBits);
        for (var attempt = 1; ; attempt++)
        {
            var begun = Clock.Wall;
            var times = pairs.MeasureAll(c.Threads, c.Settle, c.Ours, others);
            var after = Peak.Measure(c.Threads, c.PeakBits);
            var moved = Math.Abs(after - before) > PeakMayMove * Math.Max(after, before);
            if (!moved || attempt == Attempts || Clock.Wall - begun > LongCaseSeconds) return Fastest(c, times, Math.Max(before, after), moved);
            before = after;
        }
    }

    private static Action[] Others(Comparison? against) => against switch
    {
        Comparison.Rivals rivals => [.. rivals.All.Select(r => r.Run)],
        Comparison.Rival rival => [rival.Run],
        Comparison.Bound bound => [bound.Run],
        _ => [],
    };

    /// <summary>Of several rivals the one against which ours looks worst stands for all.</summary>
    private BenchResult Fastest(BenchCase c, IReadOnlyList<PairedRun.Times> times, double peak, bool unstable)
    {
        if (c.Against is not Comparison.Rivals rivals) return Result(c, times[0], peak, unstable);
        var results = rivals.All.Select((rival, i) => Result(c with { Against = rival }, times[i], peak, unstable)).ToList();
        var notes = new Dictionary<string, string>(c.Notes);
        foreach (var r in results) notes["ratio" + ((Comparison.Rival)r.Case.Against!).Name] = r.Quotient!.Value.ToString("F4", CultureInfo.InvariantCulture);
        var worst = results.MinBy(r => r.Quotient)!;
        return worst with { Case = worst.Case with { Notes = notes } };
    }

    private BenchResult Result(BenchCase c, PairedRun.Times times, double peak, bool unstable)
    {
        var ours = c.Work / times.Ours;
        var (other, quotient) = c.Against switch
        {
            // Where a rival's run does other work, the quotient is that of the speeds.
            Comparison.Rival { Work: { } work } => (work / times.Other, times.Quotient * c.Work / work),
            Comparison.FmaPeak => (peak, ours / peak),
            _ => (c.Work / times.Other, times.Quotient),
        };
        return new BenchResult(c, ours, other, quotient, pairs.Pairs, times.Disturbed, peak, unstable);
    }
}
