using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Marketplace.Agents.Jobs;
using Marketplace.Blobs;
using Marketplace.Cli.Training;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Specs;

namespace Marketplace.Cli.Commands;

/// <summary>Says what a job takes: program, memory, work, time, cost, dispute. No data is needed.</summary>
public sealed class InspectCommand : Command
{
    private readonly Argument<FileInfo> _spec = new("spec") { Description = "The job spec" };
    private readonly Option<string?> _blobs = new("--blobs") { Description = "The folder of blobs, for a graph; else the folder blobs beside the spec" };
    private readonly Option<string?> _price = new("--price-per-hour") { Description = "What an hour of this machine costs, for an estimate" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object" };

    public InspectCommand()
        : base("inspect", "Say what a job takes: memory, work, time, cost, dispute")
    {
        Arguments.Add(_spec);
        foreach (var option in (Option[])[_blobs, _price, _json]) Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var file = arguments.GetRequiredValue(_spec);
        var price = Price(arguments.GetValue(_price));
        var spec = LocalJob.Read(file);
        var artifacts = new JobArtifacts(new FolderBlobStore(arguments.GetValue(_blobs) ?? Path.Combine(file.Directory!.FullName, "blobs")));
        await artifacts.FetchModelAsync(spec, cancellation);
        var inspection = Inspection.Of(JobArtifacts.Read(() => JobStart.Compile(spec, artifacts.Get)));
        var speed = MachineSpeed.Measure();
        var hours = (double)inspection.Flops / speed.FlopsPerSecond / 3600;
        if (arguments.GetValue(_json))
        {
            Console.WriteLine(Json(inspection, speed, hours * price));
            return 0;
        }

        foreach (var (name, value) in inspection.Lines(speed)) Console.WriteLine($"{name,-16} {value}");
        if (price is not null) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"cost",-16} {hours * price:F4} at {price} an hour, at best"));
        return 0;
    }

    private static string Json(Inspection i, MachineSpeed speed, double? cost) => JsonSerializer.Serialize(new
    {
        parameters = $"{i.Parameters}",
        operations = i.Operations,
        persistentSlots = i.PersistentSlots,
        scratchSlots = i.ScratchSlots,
        depth = i.Depth,
        programBytes = i.ProgramBytes,
        programRoot = i.Root,
        inputBytes = $"{i.InputBytes}",
        stateBytes = $"{i.StateBytes}",
        scratchBytes = i.ScratchBytes,
        scratchBytesRecomputed = i.ScratchBytesRecomputed,
        flopsPerStep = $"{i.FlopsPerStep}",
        flops = $"{i.Flops}",
        steps = i.Steps,
        checkpoints = i.Checkpoints,
        disputeTransactions = i.DisputeTransactions,
        flopsPerSecond = Math.Round(speed.FlopsPerSecond),
        hashBytesPerSecond = Math.Round(speed.HashBytesPerSecond),
        cost,
    });

    private static double? Price(string? text)
    {
        if (text is null) return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && double.IsFinite(price)
            ? price
            : throw new UsageException($"--price-per-hour is a number, not \"{text}\".");
    }
}
