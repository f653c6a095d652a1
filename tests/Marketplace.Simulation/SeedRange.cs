using Marketplace.Primitives;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Judging;

namespace Marketplace.Simulation;

/// <summary>What many seeds came to.</summary>
/// <param name="Faulty">Reports of runs in which something was wrong, by seed; none.</param>
/// <param name="Digest">Over all runs in the order of their seeds: independent of threads.</param>
/// <param name="Met">How many runs each member of the cast took part in.</param>
public sealed record SimulationReport(
    ulong From, ulong To, RunCounts Counts, IReadOnlyList<RunReport> Faulty, Hash32 Digest, IReadOnlyDictionary<string, int> Met);

/// <summary>Runs a range of seeds, each for itself, on several threads.</summary>
public static class SeedRange
{
    // Small enough that threads end together, large enough that nobody waits for the lock.
    private const int ChunkSize = 25;

    /// <param name="to">Included.</param>
    /// <param name="onProgress">Called now and then with how many seeds are done, from any thread.</param>
    public static SimulationReport Run(ulong from, ulong to, int threads, Action<int>? onProgress = null)
    {
        Invariant.That(from <= to && to - from < int.MaxValue && threads > 0, "a range has a seed, and somebody runs it");
        var reports = new RunReport[to - from + 1];
        var (next, done) = (0, 0);
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            var library = new Library();
            for (int i; (i = Interlocked.Add(ref next, ChunkSize) - ChunkSize) < reports.Length;)
            {
                var end = Math.Min(i + ChunkSize, reports.Length);
                for (var seed = i; seed < end; seed++) reports[seed] = RunOne(from + (ulong)seed, library);
                onProgress?.Invoke(Interlocked.Add(ref done, end - i));
            }
        })).ToList();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        return Sum(from, to, reports);
    }

    /// <summary>A run that breaks down is a fault like any other: its seed is named.</summary>
    public static RunReport RunOne(ulong seed, Library library, bool withLog = false)
    {
        try
        {
            return Simulator.Run(seed, CastDraw.Of(seed, library), withLog: withLog);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return new RunReport(seed, [$"{broken.GetType().Name}: {broken.Message}"], Hash32.Zero, new RunCounts(), [], []);
        }
    }

    private static SimulationReport Sum(ulong from, ulong to, RunReport[] reports)
    {
        var (counts, met) = (new RunCounts(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var report in reports)
        {
            counts += report.Counts;
            foreach (var name in report.Cast.Distinct()) met[name] = met.GetValueOrDefault(name) + 1;
        }

        return new SimulationReport(from, to, counts, [.. reports.Where(r => r.Faults.Count > 0)], RunDigest.Of(reports), met);
    }
}
