using System.CommandLine;
using Marketplace.Simulation;
using Marketplace.Simulation.Casting;

namespace Marketplace.Simulate;

/// <summary>simulate: the whole market in memory, one run for each seed; exit code 1 and the seeds if anything was wrong.</summary>
public static class SimulateCommand
{
    private const int MostFaultsShown = 10;

    public static RootCommand Create()
    {
        var seeds = new Option<string>("--seeds") { Description = "A..B, both included, or one seed", Required = true };
        var threads = new Option<int>("--threads")
        {
            Description = "the digest does not depend on it",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var json = new Option<bool>("--json") { Description = "one JSON object instead of text" };
        var log = new Option<bool>("--log") { Description = "every transaction of the one seed" };
        var command = new RootCommand("Plays markets in memory, every verdict held against the truth.") { seeds, threads, json, log };
        command.Options.Single(o => o is VersionOption).Hidden = true;
        command.SetAction(parsed =>
        {
            var say = new Say(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (SeedText.Parse(parsed.GetValue(seeds)!) is not var (from, to) || parsed.GetValue(threads) is < 1 or > 256)
            {
                say.Error.WriteLine("simulate: --seeds is A..B with A ≤ B or one number, --threads 1 to 256.");
                return 2;
            }

            if (parsed.GetValue(log) && from == to) return One(say, from);
            return Many(say, from, to, parsed.GetValue(threads), parsed.GetValue(json));
        });
        return command;
    }

    private static int One(Say say, ulong seed)
    {
        var report = SeedRange.RunOne(seed, new Library(), withLog: true);
        say.Output.WriteLine($"seed {seed}: {string.Join(", ", report.Cast)}");
        foreach (var line in report.Log) say.Output.WriteLine(line);
        foreach (var fault in report.Faults) say.Output.WriteLine($"FAULT {fault}");
        say.Output.WriteLine($"{report.Faults.Count} faults, digest {report.Digest}");
        return report.Faults.Count == 0 ? 0 : 1;
    }

    private static int Many(Say say, ulong from, ulong to, int threads, bool json)
    {
        var progress = new Progress((int)(to - from + 1), say.Error);
        var report = SeedRange.Run(from, to, threads, progress.Show);
        say.Output.WriteLine(json ? ReportText.Json(report) : ReportText.Plain(report));
        foreach (var faulty in report.Faulty.Take(MostFaultsShown))
            say.Error.WriteLine($"seed {faulty.Seed} is WRONG: {string.Join("; ", faulty.Faults)}");
        return report.Faulty.Count == 0 ? 0 : 1;
    }
}

/// <summary>Where results and where progress and complaints are written.</summary>
internal sealed record Say(TextWriter Output, TextWriter Error);

/// <summary>How a range of seeds is written.</summary>
internal static class SeedText
{
    /// <summary>A..B or A; null if it is none, or holds more than 2^31 − 1 seeds.</summary>
    public static (ulong From, ulong To)? Parse(string text)
    {
        var ends = text.Split("..");
        if (ends.Length > 2 || !ulong.TryParse(ends[0], out var from) || !ulong.TryParse(ends[^1], out var to)) return null;
        return from <= to && to - from < int.MaxValue ? (from, to) : null;
    }
}
