using Marketplace.Programs.Models;

namespace Marketplace.Programs.Training;

/// <summary>What a model learns from a record.</summary>
public enum LearningTask
{
    /// <summary>Features to the number of a class.</summary>
    Classification,

    /// <summary>Every token from those before it.</summary>
    Language,

    /// <summary>Features to numbers.</summary>
    Regression,

    /// <summary>Nothing is learned: what the model says of every record is the result.</summary>
    Inference,

    /// <summary>The same of tokens: what it says of the next one after each record.</summary>
    LanguageInference,
}

/// <summary>Everything that shapes a training program; the data's content and the weights shape its first state.</summary>
/// <param name="Records">Of the training data.</param>
/// <param name="Columns">Of a record's features; tokens of a record in a language task, one more than the sequence.</param>
/// <param name="Targets">Numbers a record of a regression has as targets; else 1.</param>
/// <param name="Batch">Records of a step.</param>
/// <param name="Accumulate">Steps of one update.</param>
/// <param name="Clip">The greatest global norm of the gradient, or null.</param>
/// <param name="DropoutSeed">Needed where the model drops.</param>
/// <param name="Evaluate">The held-out loss, or null.</param>
public sealed record TrainingPlan(
    Model Model, LearningTask Task, uint Records, uint Columns, uint Targets, uint Batch, uint Accumulate,
    OptimizerRule Optimizer, RateSchedule Rate, float? Clip, ulong? DropoutSeed, uint Steps, uint CheckpointEvery,
    EvaluationPlan? Evaluate)
{
    /// <summary>Updates of the whole job.</summary>
    public uint Updates => Steps / Accumulate;

    /// <summary>Every so many steps phase 1 runs; 0 if there is none.</summary>
    public uint Period => Evaluate?.Every ?? (Accumulate > 1 ? Accumulate : 0);

    /// <summary>Updates happen in some steps of phase 0, too: there a gate decides, because a program has two phases
    /// only (B6).</summary>
    public bool IsGated => Accumulate > 1 && Period != Accumulate;

    public bool IsLanguage => Task is LearningTask.Language or LearningTask.LanguageInference;

    public bool Learns => Task is not (LearningTask.Inference or LearningTask.LanguageInference);
}

/// <summary>The loss of held-out records, before the update of the step in which it is measured.</summary>
/// <param name="Every">In steps, a multiple of the accumulated ones.</param>
/// <param name="Records">So many, the first ones.</param>
public sealed record EvaluationPlan(uint Every, uint Records);
