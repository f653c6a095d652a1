using Marketplace.Programs.Data;
using Marketplace.Programs.Models;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Jobs;

/// <summary>From a job spec to the plan of its program: a function of the spec alone, and of the graph that it names.</summary>
public static class JobPlanner
{
    /// <param name="model">Of the spec.</param>
    public static TrainingPlan Of(JobSpec spec, Model model) => new(
        model, TaskOf(spec), (uint)spec.Data.Records, ColumnsOf(spec, model), spec.Task == JobTask.Regression ? model.OutputColumns : 1, (uint)spec.Batch.Records,
        (uint)spec.Batch.Accumulate, spec.Optimizer, spec.Schedule, spec.Clip, spec.DropoutSeed, spec.Steps, spec.CheckpointEvery,
        spec.Evaluate is { } e ? new EvaluationPlan(e.Every, (uint)e.Records) : null);

    /// <summary>Holds a manifest against the spec that names it.</summary>
    /// <exception cref="FormatException">It has other records or fields.</exception>
    public static void RequireFits(JobSpec spec, TrainingPlan plan, DataManifest manifest)
    {
        if (manifest.TrainingRecords != spec.Data.Records || manifest.HeldOutRecords != spec.Data.HeldOut)
            throw new FormatException(
                $"data: the manifest has {manifest.TrainingRecords} records and {manifest.HeldOutRecords} held out, "
                + $"not {spec.Data.Records} and {spec.Data.HeldOut}.");
        foreach (var (name, width) in FieldsOf(plan))
        {
            var field = manifest.Fields.FirstOrDefault(f => f.Name == name)
                ?? throw new FormatException($"data: the records have no field {name}, which this job reads.");
            if (field.Width != width)
                throw new FormatException($"data: the field {name} has {field.Width} elements a record, not {width}.");
        }
    }

    /// <summary>The fields of a record that a plan reads, and how wide they are.</summary>
    public static IEnumerable<(string Name, uint Width)> FieldsOf(TrainingPlan plan)
    {
        if (plan.IsLanguage) return [(DataField.Tokens, plan.Columns)];
        var features = (DataField.Features, plan.Columns);
        return plan.Task == LearningTask.Inference ? [features] : [features, (DataField.Labels, plan.Targets)];
    }

    private static LearningTask TaskOf(JobSpec spec) => spec.Task switch
    {
        JobTask.Classification => LearningTask.Classification,
        JobTask.Language => LearningTask.Language,
        JobTask.Regression => LearningTask.Regression,
        _ => spec.Sequence is null ? LearningTask.Inference : LearningTask.LanguageInference,
    };

    private static uint ColumnsOf(JobSpec spec, Model model) =>
        spec.Sequence is { } sequence ? (uint)sequence + (spec.Task == JobTask.Inference ? 0u : 1u) : model.InputColumns;

}
