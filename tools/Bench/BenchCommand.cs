using System.CommandLine;

namespace Marketplace.Bench;

/// <summary>The command line: which bench, on how many threads, for whom the report is.</summary>
public sealed class BenchCommand(IReadOnlyList<IBench> benches, PairedRun pairs, TextWriter output, TextWriter errors)
{
    private readonly Argument<string?> _bench = new("bench") { Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON array instead of the table" };
    private readonly Option<string?> _threads = new("--threads") { Description = "Most threads, default every core" };

    /// <summary>The process's exit code.</summary>
    public int Run(string[] arguments)
    {
        _bench.Description = $"Which one: {Names}; without a name every one";
        var root = new RootCommand("Our code beside its rivals, in one process, by medians of paired runs.")
        {
            _bench, _json, _threads,
        };
        root.SetAction(Measure);
        try
        {
            var parsed = root.Parse(arguments);
            if (parsed.Errors.Count > 0)
                throw BenchException.BadInput("BadArguments", parsed.Errors[0].Message.ReplaceLineEndings(" "));
            return parsed.Invoke(new() { EnableDefaultExceptionHandler = false, Output = output, Error = errors });
        }
        catch (BenchException e)
        {
            errors.WriteLine($"{e.Reason}: {e.Message}");
            return e.ExitCode;
        }
    }

    private string Names => string.Join(", ", benches.Select(b => b.Name));

    private int Measure(ParseResult arguments)
    {
        var name = arguments.GetValue(_bench);
        var chosen = benches.Where(b => name is null || b.Name == name).ToList();
        if (chosen.Count == 0)
            throw BenchException.BadInput("UnknownBench", $"There is no bench \"{name}\"; known are: {Names}.");
        var threads = Threads(arguments.GetValue(_threads));

        var runner = new Runner(pairs);
        var results = chosen.SelectMany(b => b.Cases(threads)).Select(runner.Run);
        if (arguments.GetValue(_json))
        {
            JsonReport.Write(output, results);
            return 0;
        }

        var table = new TableReport(output);
        table.WriteHead(Machine.Here, threads);
        foreach (var result in results) table.Write(result);
        return 0;
    }

    private static int Threads(string? given)
    {
        var cores = Environment.ProcessorCount;
        if (given is null) return cores;
        return int.TryParse(given, out var threads) && threads >= 1 && threads <= cores
            ? threads
            : throw BenchException.BadInput("BadThreads", $"--threads wants 1 to {cores}, not \"{given}\".");
    }
}
