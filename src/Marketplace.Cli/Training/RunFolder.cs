using System.Text.Json;
using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Jobs;

namespace Marketplace.Cli.Training;

/// <summary>A checkpoint that is on the disk, or was.</summary>
/// <param name="Step">The state before this step.</param>
public sealed record KeptCheckpoint(uint Step, string Root);

/// <summary>What a run has to remember: its job, and the roots of all its checkpoints.</summary>
/// <param name="Spec">The spec's hash.</param>
public sealed record RunRecord(string Spec, IReadOnlyList<KeptCheckpoint> Checkpoints);

/// <summary>The checkpoints of a run in a folder. Whatever kills the process, what has a name is whole; the newest states
/// only are kept.</summary>
public sealed class RunFolder(DirectoryInfo folder)
{
    /// <summary>Of the folder, inside the result's.</summary>
    public const string Name = "run";

    private const int StatesKept = 2;
    private const string RecordName = "run.json";

    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The newest state that is on the disk and hashes to its root, or the job's first one.</summary>
    /// <exception cref="UsageException">The folder holds another job's run.</exception>
    public (uint Step, CommittedState State, RunRecord Record) Newest(JobStart start)
    {
        var program = start.Program;
        var initial = new CommittedState(program.Slots, start.State);
        var record = Read(start) ?? new RunRecord(HashOf(start), []);
        foreach (var checkpoint in record.Checkpoints.Reverse())
        {
            if (Load(checkpoint, program, start) is { } state)
                return (checkpoint.Step, initial.Next(state), record with { Checkpoints = [.. record.Checkpoints.TakeWhile(c => c.Step <= checkpoint.Step)] });
        }

        return (0, initial, record with { Checkpoints = [] });
    }

    /// <summary>Writes a state and then the record that names it.</summary>
    public RunRecord Write(RunRecord record, uint step, CommittedState state)
    {
        folder.Create();
        WholeFile.Write(StateFile(step), stream => TensorBlob.Writer(state.Slots, state.Tensors).WriteTo(stream));
        record = record with { Checkpoints = [.. record.Checkpoints, new KeptCheckpoint(step, state.Root.ToString())] };
        WholeFile.Write(new FileInfo(Path.Combine(folder.FullName, RecordName)), stream => JsonSerializer.Serialize(stream, record, s_json));
        foreach (var old in record.Checkpoints.SkipLast(StatesKept)) StateFile(old.Step).Delete();
        return record;
    }

    private RunRecord? Read(JobStart start)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, RecordName));
        if (!file.Exists) return null;
        RunRecord? record = null;
        try
        {
            record = JsonSerializer.Deserialize<RunRecord>(File.ReadAllBytes(file.FullName), s_json);
        }
        catch (JsonException)
        {
            // Not ours, or damaged: it names no job.
        }

        return record is { Spec: not null, Checkpoints: not null } && record.Spec == HashOf(start)
            ? record
            : throw new UsageException($"The folder {folder.FullName} holds the run of another job; choose another --out, or remove it.");
    }

    private Tensor[]? Load(KeptCheckpoint checkpoint, Programs.Program program, JobStart start)
    {
        try
        {
            using var stream = StateFile(checkpoint.Step).OpenRead();
            var tensors = TensorBlob.ReadState(stream, program.Slots, start.State);
            return new CommittedState(program.Slots, tensors).Root.ToString() == checkpoint.Root ? tensors : null;
        }
        catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private FileInfo StateFile(uint step) => new(Path.Combine(folder.FullName, $"step-{step:d10}.safetensors"));

    private static string HashOf(JobStart start) => Convert.ToHexStringLower(start.Spec.Id.ToArray());
}
