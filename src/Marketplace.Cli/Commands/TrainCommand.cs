using System.CommandLine;
using System.Text.Json;
using Marketplace.Backends.Cpu;
using Marketplace.Cli.Training;
using Marketplace.Execution.Planning;
using Marketplace.Operators;

namespace Marketplace.Cli.Commands;

/// <summary>Runs a job on this machine, without any chain.</summary>
public sealed class TrainCommand : Command
{
    private readonly Argument<FileInfo> _spec = new("spec") { Description = "The job spec" };
    private readonly Option<DirectoryInfo> _out = new("--out") { Description = "The folder of checkpoints and results; a run goes on from what is there", Required = true };
    private readonly Option<string?> _blobs = new("--blobs") { Description = "The folder of blobs; else the folder blobs beside the spec" };
    private readonly Option<string> _backend = new("--backend") { Description = "cpu or law", DefaultValueFactory = _ => Machine.Cpu };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of the cpu backend; else every core" };
    private readonly Option<string> _memory = new("--memory")
    {
        Description = "shared, or recomputed: less memory for a third more time; the bits are the same",
        DefaultValueFactory = _ => "shared",
    };

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line" };

    public TrainCommand()
        : base("train", "Run a job on this machine, without any chain")
    {
        Arguments.Add(_spec);
        foreach (var option in (Option[])[_out, _blobs, _backend, _threads, _memory, _json]) Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var machine = Machine.Parse(arguments.GetRequiredValue(_backend));
        var threads = arguments.GetValue(_threads);
        if (threads is < 1 or > 256) throw new UsageException("--threads has to be 1 to 256.");
        var memory = arguments.GetRequiredValue(_memory) switch
        {
            "shared" => MemoryUse.Shared,
            "recomputed" => MemoryUse.Recomputed,
            var other => throw new UsageException($"--memory is shared or recomputed, not \"{other}\"."),
        };
        var (start, artifacts) = await LocalJob.LoadAsync(arguments.GetRequiredValue(_spec), arguments.GetValue(_blobs), cancellation);
        var backend = Machine.Proven(machine.Name == Machine.Cpu ? new CpuBackend(threads: threads) : new LawBackend());

        var folder = arguments.GetRequiredValue(_out);
        var json = arguments.GetValue(_json);
        var plan = start.Training.Plan;
        var perStep = plan.IsLanguage ? plan.Batch * (plan.Columns - (plan.Learns ? 1.0 : 0)) : plan.Batch;
        var progress = new Progress(Console.Out, json, plan.Steps, perStep, TimeProvider.System);
        var run = new LocalRun(start, backend, memory, new RunFolder(new DirectoryInfo(Path.Combine(folder.FullName, RunFolder.Name))));
        uint resumedAt = 0;
        var (state, record) = await run.ToEndAsync(
            step => progress.Begin(resumedAt = step), progress.Step, cancellation);
        ResultFolder.Write(folder, start, state, artifacts);
        Say(json, resumedAt, run.ScratchBytes, record, folder);
        return 0;
    }

    private static void Say(bool json, uint resumedAt, long scratchBytes, RunRecord record, DirectoryInfo folder)
    {
        var (root, checkpoints) = (record.Checkpoints[^1].Root, record.Checkpoints.Count);
        Console.WriteLine(json
            ? JsonSerializer.Serialize(new { kind = "done", root, checkpoints, resumedAt, scratchBytes, folder = folder.FullName })
            : $"done: state root {root}, {checkpoints} checkpoints{(resumedAt > 0 ? $", resumed at step {resumedAt}" : "")}; the result is in {folder.FullName}");
    }
}
