namespace Marketplace.Bench;

/// <summary>Measures a case between two looks at the machine's peak; if that moved, it is measured again.</summary>
public sealed class Runner(PairedRun pairs)
{
    private const int Attempts = 4;
    private const double PeakMayMove = 0.05;

    public BenchResult Run(BenchCase c)
    {
        var before = Peak.Measure(c.Threads, c.PeakBits);
        for (var attempt = 1; ; attempt++)
        {
            var times = pairs.Measure(c.Threads, c.Settle, c.Ours, Other(c.Against));
            var after = Peak.Measure(c.Threads, c.PeakBits);
            var moved = Math.Abs(after - before) > PeakMayMove * Math.Max(after, before);
            if (!moved || attempt == Attempts) return Result(c, times, Math.Max(before, after), moved);
            before = after;
        }
    }

    private static Action? Other(Comparison? against) => against switch
    {
        Comparison.Rival rival => rival.Run,
        Comparison.Bound bound => bound.Run,
        _ => null,
    };

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
