namespace Marketplace.Bench;

/// <summary>Times contenders alternately in one process: what disturbs one disturbs the others, and the ratio of a round
/// outlives the clock's moods.</summary>
/// <param name="Pairs">Rounds that count, at least 15 outside of tests.</param>
/// <param name="SampleSeconds">Shorter runs are repeated inside a sample.</param>
public sealed record PairedRun(int Pairs = 15, double SampleSeconds = 0.004)
{
    // A thread that is displaced for a moment is the machine's everyday life; more spoils a round. In a long round more
    // moments pass.
    private const int PreemptionsAllowed = 2;
    private const double PreemptionsASecond = 100;

    /// <summary>Medians of our code and of one other, or of none.</summary>
    /// <param name="Ours">Seconds a run.</param>
    /// <param name="Other">Seconds a run.</param>
    /// <param name="Quotient">Other by ours.</param>
    public sealed record Times(double Ours, double? Other, double? Quotient, int Disturbed);

    public Times Measure(int threads, TimeSpan settle, Action ours, Action? other) =>
        MeasureAll(threads, settle, ours, other is null ? [] : [other])[0];

    /// <summary>Ours beside each of the others, all in the same rounds.</summary>
    /// <returns>One for each of the others; without any, one of ours alone.</returns>
    public IReadOnlyList<Times> MeasureAll(int threads, TimeSpan settle, Action ours, IReadOnlyList<Action> others)
    {
        Action[] all = [ours, .. others];
        var runs = all.Select(action => Calibrate(threads, action)).ToArray();
        var (clean, disturbed) = (new List<double[]>(), new List<double[]>());
        while (clean.Count < Pairs && disturbed.Count < 3 * Pairs)
        {
            var (before, begun) = (Clock.Preemptions, Clock.Wall);
            var round = all.Select((action, i) => Sample(threads, settle, action, runs[i])).ToArray();
            (threads > 1 && Clock.Preemptions - before > PreemptionsAllowed + PreemptionsASecond * (Clock.Wall - begun) ? disturbed : clean).Add(round);
        }

        var missing = Math.Max(0, Pairs - clean.Count);
        var rounds = clean.Concat(disturbed.Take(missing)).ToList();
        var own = Median(rounds.Select(r => r[0]));
        if (others.Count == 0) return [new Times(own, null, null, missing)];
        return [.. others.Select((_, i) => new Times(own, Median(rounds.Select(r => r[i + 1])), Median(rounds.Select(r => r[i + 1] / r[0])), missing))];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Seconds a run.</summary>
    private static double Sample(int threads, TimeSpan settle, Action action, int runs)
    {
        if (settle > TimeSpan.Zero) Thread.Sleep(settle);
        var start = Clock.For(threads);
        for (var i = 0; i < runs; i++) action();
        return (Clock.For(threads) - start) / runs;
    }

    /// <summary>Runs until the code is compiled and the memory is there; returns how many runs make a sample.</summary>
    private int Calibrate(int threads, Action action)
    {
        action();
        var fastest = double.PositiveInfinity;
        var begun = Clock.Wall;
        for (var i = 0; i < 3 || (i < 1000 && Clock.Wall - begun < 10 * SampleSeconds); i++)
            fastest = Math.Min(fastest, Sample(threads, TimeSpan.Zero, action, 1));
        return (int)Math.Clamp(SampleSeconds / fastest, 1, 1_000_000);
    }
}
