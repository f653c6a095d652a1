using System.Diagnostics;
using System.Globalization;
using Marketplace.Backends.Cpu;

namespace Marketplace.Bench.Step;

/// <summary>The most memory that a process of ours has while it trains: in a process of its own.</summary>
public static class GptMemory
{
    /// <summary>The verb of the program that answers; it stands in no help.</summary>
    public const string Verb = ".gpt-memory";

    private const int Steps = 3;

    /// <summary>MiB.</summary>
    public static double Measure(int threads)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(GptMemory).Assembly.Location, Verb, $"{threads}"])
        {
            RedirectStandardOutput = true,
        }) ?? throw BenchException.PeerMissing("A second process");
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>What the second process does.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Answer(int threads, TextWriter output)
    {
        using var backend = new CpuBackend(threads: threads);
        using var gpt = new GptRun(GptShape.Small, backend);
        for (var step = 0; step < Steps; step++) gpt.Run.Advance();
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        var kibibytes = double.Parse(peak.Split(':', 2)[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        output.WriteLine((kibibytes / 1024).ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }
}
