using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Data;
using Marketplace.Programs.Models;
using Marketplace.Programs.Onnx;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Jobs;

/// <summary>A job with its program and its first state: what every agent recomputes before it locks or challenges (C6).</summary>
public sealed record JobStart(JobSpec Spec, CompiledTraining Training, Tensor[] State)
{
    public Program Program => Training.Program;

    /// <summary>All artifacts that the state is made of, the manifest's shards included.</summary>
    /// <param name="manifest">Of the spec.</param>
    public static IEnumerable<Artifact> Artifacts(JobSpec spec, DataManifest manifest)
    {
        foreach (var shard in manifest.Training) yield return shard.File;
        if (spec.Evaluate is not null)
        {
            foreach (var shard in manifest.HeldOut) yield return shard.File;
        }

        if (spec.Weights is not WeightFiles files) yield break;
        foreach (var file in files.Files) yield return file.File;
        if (files.Optimizer is { } optimizer) yield return optimizer;
    }

    /// <summary>The program alone: no data is needed for it.</summary>
    /// <exception cref="FormatException">The spec gives no program.</exception>
    public static CompiledTraining Compile(JobSpec spec, Func<Artifact, ReadOnlyMemory<byte>> fetch)
    {
        var model = JobModel.Of(spec, fetch);
        try
        {
            return TrainingCompiler.Compile(JobPlanner.Of(spec, model));
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new FormatException($"The spec gives no program: {e.Message}");
        }
    }

    /// <param name="training">Of this spec, admitted.</param>
    /// <param name="fetch">The bytes of an artifact, held against its hash already.</param>
    /// <exception cref="FormatException">An artifact does not hold what the spec says.</exception>
    public static JobStart Of(JobSpec spec, CompiledTraining training, Func<Artifact, ReadOnlyMemory<byte>> fetch)
    {
        var plan = training.Plan;
        var manifest = DataManifestReader.Read(fetch(spec.Data.Manifest));
        JobPlanner.RequireFits(spec, plan, manifest);
        var data = DataSet.Assemble(spec.Evaluate is null ? manifest with { HeldOut = [] } : manifest, fetch);

        var given = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, _) in JobPlanner.FieldsOf(plan))
        {
            given["data." + name] = data.Training.Fields[name];
            if (plan.Evaluate is { } evaluate)
                given[TrainingSlots.HeldOut + "data." + name] = First(data.HeldOut.Fields[name], evaluate.Records);
        }

        given[TrainingSlots.Order] = Order(spec, plan);
        ulong seed = 0;
        if (spec.Weights is WeightFiles files) JobWeights.Read(plan, files, fetch, given);
        else if (spec.Weights is SeededWeights seeded) seed = seeded.Seed;
        // A graph comes with its weights; a file of weights goes before them (B14).
        if (plan.Model is OnnxNetwork graph)
        {
            foreach (var (name, tensor) in graph.Initial) given.TryAdd(name, tensor);
        }

        return new JobStart(spec, training, TrainingState.Initial(training, given, seed));
    }

    private static Tensor First(Tensor records, uint count) =>
        new(records.Type, Shape.Of((int)count, records.Columns), records.Words[..((int)count * records.Columns)]);

    /// <summary>[steps, batch] (B16).</summary>
    private static Tensor Order(JobSpec spec, TrainingPlan plan)
    {
        var kind = spec.Order.Kind switch
        {
            OrderKind.Sequential => RecordOrderKind.Sequential,
            OrderKind.Shuffled => RecordOrderKind.Shuffled,
            _ => RecordOrderKind.Random,
        };
        var order = new RecordOrder(kind, spec.Order.Seed, plan.Records);
        return new Tensor(ElementType.I32, new Shape(1, 1, plan.Steps, plan.Batch), order.Table((ulong)plan.Steps * plan.Batch));
    }
}
