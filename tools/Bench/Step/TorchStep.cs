using System.Diagnostics;
using System.Globalization;
using Marketplace.Bench.Peers;

namespace Marketplace.Bench.Step;

/// <summary>PyTorch's side: the same model in a process of its own, whose memory can be told.</summary>
public sealed class TorchStep : IDisposable
{
    private readonly Process _process;

    /// <param name="libraries">A folder whose libraries go before the system's, or null.</param>
    /// <param name="spins">Whether its pool waits spinning: right where OpenBLAS uses the same pool, else both fight.</param>
    /// <exception cref="BenchException">Python or PyTorch is not on this machine.</exception>
    public TorchStep(GptShape shape, int threads, string? libraries = null, bool spins = false)
    {
        using var script = new StreamReader(typeof(TorchStep).Assembly.GetManifestResourceStream("gpt_step.py")!);
        var system = Path.Combine(Path.DirectorySeparatorChar.ToString(), "usr", "bin", "python3");
        var python = File.Exists(system) ? system : "python3";
        var start = new ProcessStartInfo(python, ["-c", script.ReadToEnd()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("OPENBLAS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        if (!spins) start.Environment["OMP_WAIT_POLICY"] = "passive";
        if (Peak.WidestBits == 512) start.Environment["ATEN_CPU_CAPABILITY"] = "avx512";
        if (libraries is not null) start.Environment["LD_LIBRARY_PATH"] = libraries;
        _process = Process.Start(start) ?? throw BenchException.PeerMissing("Python");
        Ask($"{threads} {shape.Layers} {shape.Width} {shape.Heads} {shape.Sequence} {shape.Batch} {shape.Vocabulary}\nstep");
    }

    /// <summary>Runs one step; its loss.</summary>
    public double Step() => Number(Ask("step").Split(' ')[1]);

    /// <summary>The most memory that the process has had, in MiB.</summary>
    public double PeakMiB => Number(Ask("memory")) / 1024;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw BenchException.PeerMissing("PyTorch (python3-torch)");
    }

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }
}
