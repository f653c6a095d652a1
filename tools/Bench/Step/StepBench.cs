using System.Globalization;
using Marketplace.Backends.Cpu;
using Marketplace.Execution;
using Marketplace.Execution.Planning;

namespace Marketplace.Bench.Step;

/// <summary>A whole training step of a small GPT beside PyTorch's, what commitments and traces add to it, and the memory
/// that both take.</summary>
public sealed class StepBench : IBench
{
    /// <summary>A checkpoint is hashed once in so many steps.</summary>
    private const int StepsOfCheckpoint = 50;

    private static readonly GptShape s_shape = GptShape.Small;

    public string Name => "step";

    public IEnumerable<BenchCase> Cases(int threads)
    {
        using var backend = new CpuBackend(threads: threads);
        using var gpt = new GptRun(s_shape, backend);
        using (var peers = new Peers(threads))
        {
            yield return Case("gpt-step", threads) with
            {
                Unit = "tokens/s",
                Work = s_shape.Sequence * s_shape.Batch,
                Ours = gpt.Run.Advance,
                Against = new Comparison.Rivals([.. peers.All.Select(p => new Comparison.Rival(p.Name, () => p.Process.Step()))]),
                Settle = TimeSpan.FromMilliseconds(80),
            };
            var peerMemory = peers.All[0].Process.PeakMiB;
            yield return Case("memory", threads) with
            {
                Unit = "MiB",
                Figure = () => (GptMemory.Measure(threads), peerMemory),
                Against = new Comparison.Rival("PyTorch", () => { }),
            };
        }

        yield return Case("hash-share", threads) with { Unit = "share", Figure = () => (HashShare(gpt), null) };
        yield return TraceFactor(gpt, backend, threads);
    }

    private BenchCase Case(string name, int threads) =>
        new() { Bench = Name, Name = name, Shape = s_shape.ToString(), Threads = threads, Unit = "", Work = 1, Ours = () => { } };

    /// <summary>Of the time of so many steps with one commitment: what the copy and its root take. All states but constants
    /// have changed.</summary>
    private static double HashShare(GptRun gpt)
    {
        var (steps, commitments) = (new List<double>(), new List<double>());
        _ = gpt.Run.Snapshot().Root;
        for (var i = 0; i < 7; i++)
        {
            steps.Add(Seconds(gpt.Run.Advance));
            commitments.Add(Seconds(() => _ = gpt.Run.Snapshot().Root));
        }

        var commitment = PairedRun.Median(commitments);
        return commitment / (commitment + StepsOfCheckpoint * PairedRun.Median(steps));
    }

    /// <summary>A step in trace mode, all its roots included, by a step in fast mode. Each has run once before.</summary>
    private BenchCase TraceFactor(GptRun gpt, CpuBackend backend, int threads)
    {
        var start = gpt.Run.Snapshot();
        _ = start.Root;
        var pool = new WordPool();
        var first = Seconds(Trace);
        var (fast, traced) = (new List<double>(), new List<double>());
        for (var i = 0; i < 5; i++)
        {
            fast.Add(Seconds(gpt.Run.Advance));
            traced.Add(Seconds(Trace));
        }

        var step = PairedRun.Median(fast);
        return Case("trace-factor", threads) with
        {
            Unit = "factor",
            Figure = () => (PairedRun.Median(traced) / step, null),
            Notes = new Dictionary<string, string>
            {
                ["factorOfTheFirst"] = (first / step).ToString("F2", CultureInfo.InvariantCulture),
                ["outputsMiB"] = $"{pool.Bytes >> 20}",
            },
        };

        void Trace() => _ = new StepTrace(gpt.Program, start, 0, backend, pool).StateRootAfter;
    }

    private static double Seconds(Action action)
    {
        var begun = Clock.Wall;
        action();
        return Clock.Wall - begun;
    }

    /// <summary>PyTorch as it comes, with a pool that does not spin; and, where ./market setup has brought it, with the
    /// OpenBLAS that shares PyTorch's own pool.</summary>
    private sealed class Peers : IDisposable
    {
        private const string Unpacked = "MARKET_OPENBLAS_OPENMP";

        public Peers(int threads)
        {
            All.Add(("PyTorch", new TorchStep(s_shape, threads)));
            if (Environment.GetEnvironmentVariable(Unpacked) is { Length: > 0 } folder && Directory.Exists(folder))
                All.Add(("PyTorch-openmp", new TorchStep(s_shape, threads, folder, spins: true)));
        }

        public List<(string Name, TorchStep Process)> All { get; } = [];

        public void Dispose()
        {
            foreach (var (_, process) in All) process.Dispose();
        }
    }
}
