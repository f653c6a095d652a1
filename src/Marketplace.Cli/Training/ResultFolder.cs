using Marketplace.Agents.Jobs;
using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Models;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Training;
using Marketplace.Programs.Weights;

namespace Marketplace.Cli.Training;

/// <summary>What a finished job leaves: weights that other tools load, the optimiser's state, the curves, and the files that
/// the submitter handed through.</summary>
public static class ResultFolder
{
    public const string Metrics = "metrics.safetensors";

    private const string Weights = "model.safetensors";
    private const string Optimizer = "optimizer.safetensors";
    private const string Job = "job.json";
    private const string Config = "config.json";

    private const long MaxShardBytes = 4L << 30;

    private static readonly string[] s_own =
        [RunFolder.Name, Job, Metrics, Optimizer, Weights, SafetensorsIndex.FileName, RunReport.FileName];

    /// <summary>Files that are handed through may not be named as a file of the result.</summary>
    /// <exception cref="UsageException">One is.</exception>
    public static void RequireRoomFor(JobSpec spec)
    {
        foreach (var name in spec.Keep.Select(kept => kept.Name))
        {
            var taken = s_own.Contains(name, StringComparer.OrdinalIgnoreCase)
                || name.EndsWith(".svg", StringComparison.OrdinalIgnoreCase)
                || (name.StartsWith("model-", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase));
            if (taken) throw new UsageException($"The job keeps a file named {name}, which is a name of the result's own; give it another name.");
        }
    }

    public static void Write(DirectoryInfo folder, JobStart start, CommittedState state, JobArtifacts artifacts)
    {
        FileInfo At(string name) => new(Path.Combine(folder.FullName, name));
        foreach (var kept in start.Spec.Keep) WholeFile.Write(At(kept.Name), artifacts.Get(kept.File));
        WholeFile.Write(At(Job), start.Spec.ToBytes());
        // The submitter's own says more.
        var hasConfig = start.Spec.Keep.Any(kept => kept.Name == Config);
        if (!hasConfig && start.Spec.Model is RegisteredModel { Config: Gpt2Config or LlamaConfig } model)
            WholeFile.Write(At(Config), ConfigJson.Write(model.Config));
        WholeFile.Write(At(Metrics), new SafetensorsWriter(Curves(start, state)).WriteTo);
        if (!start.Training.Plan.Learns) return;
        WriteWeights(At, JobWeights.Parameters(start.Training, state.Tensors).ToList());
        WholeFile.Write(At(Optimizer), new SafetensorsWriter(JobWeights.Optimizer(start.Training, state.Tensors)).WriteTo);
    }

    private static void WriteWeights(Func<string, FileInfo> at, List<NamedTensor> weights)
    {
        var whole = new SafetensorsWriter(weights);
        if (whole.Length <= MaxShardBytes)
        {
            WholeFile.Write(at(Weights), whole.WriteTo);
            return;
        }

        var (shards, index) = ShardedWeights.Cut(weights, MaxShardBytes);
        foreach (var shard in shards) WholeFile.Write(at(shard.FileName), shard.Content.WriteTo);
        WholeFile.Write(at(SafetensorsIndex.FileName), index.ToBytes());
    }

    /// <summary>The committed curves and the schedule; of an inference its outputs.</summary>
    private static IEnumerable<NamedTensor> Curves(JobStart start, CommittedState state)
    {
        string[] curves = [TrainingSlots.Loss, TrainingSlots.Norm, TrainingSlots.HeldOutLoss, TrainingSlots.Rate, TrainingSlots.Outputs];
        var slots = start.Program.Slots.Persistent;
        for (var i = 0; i < slots.Length; i++)
        {
            if (!curves.Contains(slots[i].Name)) continue;
            var tensor = state.Tensors[i];
            var dimensions = slots[i].Name == TrainingSlots.Outputs
                ? new[] { tensor.Rows * (int)start.Training.Plan.Batch, tensor.Columns / (int)start.Training.Plan.Batch }
                : [(int)tensor.Shape.Elements];
            yield return new NamedTensor(slots[i].Name, dimensions, tensor);
        }
    }
}
