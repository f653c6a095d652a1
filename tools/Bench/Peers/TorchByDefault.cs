using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Bench.Peers;

/// <summary>PyTorch as it is when nobody sets anything, in a process of its own: its choice of vector code is made once a
/// process.</summary>
public sealed class TorchByDefault : IDisposable
{
    /// <summary>The verb of the program that answers; it stands in no help.</summary>
    public const string Verb = ".torch-by-default";

    private readonly Process _process;

    /// <exception cref="BenchException">The process does not start.</exception>
    public TorchByDefault()
    {
        var program = typeof(TorchByDefault).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, Verb])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("ATEN_CPU_CAPABILITY");
        _process = Process.Start(start) ?? throw BenchException.PeerMissing("A second process for PyTorch");
    }

    /// <summary>Seconds of one run of an operator, the median of paired runs' samples.</summary>
    /// <param name="name">See <see cref="Torch.Operator"/>.</param>
    /// <exception cref="BenchException">Python or PyTorch is not on this machine.</exception>
    public double Seconds(string name, int elements, int threads)
    {
        _process.StandardInput.WriteLine(FormattableString.Invariant($"{name} {elements} {threads}"));
        return _process.StandardOutput.ReadLine() is { } answer
            ? double.Parse(answer, CultureInfo.InvariantCulture)
            : throw BenchException.PeerMissing("PyTorch (python3-torch), in its default settings,");
    }

    /// <summary>What the second process does: a line "name elements threads" in, seconds out, until the input
    /// ends.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Answer(PairedRun pairs, TextReader questions, TextWriter answers)
    {
        Torch.LoadByDefault();
        while (questions.ReadLine()?.Split(' ') is [var name, var elements, var threads])
        {
            var count = int.Parse(threads, CultureInfo.InvariantCulture);
            var run = Torch.Operator(name, int.Parse(elements, CultureInfo.InvariantCulture), count);
            var seconds = pairs.Measure(count, TimeSpan.Zero, run, other: null).Ours / Torch.Times;
            answers.WriteLine(seconds.ToString("R", CultureInfo.InvariantCulture));
            answers.Flush();
        }

        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }
}
