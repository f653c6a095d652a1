using System.Collections.Immutable;
using Marketplace.Programs.Models;

namespace Marketplace.Programs.Specs;

/// <summary>What members of a spec say of each other; ends with the question whether any machine could hold the job.</summary>
internal static class SpecRules
{
    private const long MaxTokens = 1 << 24;

    // An inference keeps the outputs of all its steps.
    private const uint MaxInferenceSteps = 1 << 20;

    /// <exception cref="SpecException">Two members cannot both be so, or the job is above its own limits.</exception>
    public static JobSpec Checked(JobSpec spec)
    {
        CheckTask(spec);
        CheckSequence(spec);
        CheckDropout(spec);
        CheckSteps(spec);
        CheckEvaluation(spec);
        CheckCost(spec);
        return spec;
    }

    /// <summary>The longest sequence of a registered language model; null of every other model.</summary>
    public static int? Positions(ModelSpec model) => model switch
    {
        RegisteredModel { Config: Gpt2Config gpt2 } => gpt2.NPositions,
        RegisteredModel { Config: LlamaConfig llama } => llama.MaxPositionEmbeddings,
        _ => null,
    };

    private static void CheckTask(JobSpec spec)
    {
        var possible = TasksOf(spec.Model);
        if (!possible.Contains(spec.Task))
        {
            throw Inconsistent(
                "task",
                $"task has to be {string.Join(" or ", possible.Select(Words.Of))} with this model, not {Words.Of(spec.Task)}.");
        }

        if (spec is { Task: JobTask.Classification, Model: RegisteredModel { Config: MlpConfig { Layers: [.., 1] } } })
            throw Inconsistent("model.config.layers", "model.config.layers has to end with 2 classes or more.");
        if (spec.Task != JobTask.Inference) return;
        if (spec.Batch.Accumulate != 1)
            throw Inconsistent("batch.accumulate", "batch.accumulate has to be 1 in an inference.");
        if (spec.Clip is not null) throw Inconsistent("clip", "clip has no place in an inference.");
        if (spec.Evaluate is not null) throw Inconsistent("evaluate", "evaluate has no place in an inference.");
        if (spec.Steps > MaxInferenceSteps) throw Inconsistent("steps", $"steps is above {MaxInferenceSteps}, the most of an inference.");
    }

    private static ImmutableArray<JobTask> TasksOf(ModelSpec model) => model switch
    {
        OnnxModel { Loss: Loss.CrossEntropy } => [JobTask.Classification, JobTask.Language, JobTask.Inference],
        OnnxModel => [JobTask.Regression, JobTask.Inference],
        RegisteredModel { Config: MlpConfig } => [JobTask.Classification, JobTask.Regression, JobTask.Inference],
        RegisteredModel { Config: CnnConfig } => [JobTask.Classification, JobTask.Inference],
        _ => [JobTask.Language, JobTask.Inference],
    };

    private static void CheckSequence(JobSpec spec)
    {
        var positions = Positions(spec.Model);
        var wanted = spec.Task == JobTask.Language || positions is not null;
        if (spec.Sequence is not { } sequence)
        {
            if (wanted) throw new SpecException(SpecReason.MissingMember, "sequence", "sequence is missing.");
            return;
        }

        if (!wanted) throw Inconsistent("sequence", "sequence belongs to language models only.");
        if (sequence > positions) throw Inconsistent("sequence", $"sequence is above the model's {positions} positions.");
        if ((long)spec.Batch.Records * sequence > MaxTokens)
            throw Inconsistent("batch.records", $"batch.records · sequence is above {MaxTokens}.");
    }

    private static void CheckDropout(JobSpec spec)
    {
        var dropsOut = spec.Model is RegisteredModel { Config: Gpt2Config gpt2 }
            && (gpt2.EmbdPdrop > 0 || gpt2.AttnPdrop > 0 || gpt2.ResidPdrop > 0);
        if (dropsOut && spec.DropoutSeed is null)
            throw new SpecException(SpecReason.MissingMember, "dropoutSeed", "dropoutSeed is missing.");
        if (!dropsOut && spec.DropoutSeed is not null)
            throw Inconsistent("dropoutSeed", "dropoutSeed has no place in a job without dropout.");
    }

    private static void CheckSteps(JobSpec spec)
    {
        if (spec.Steps % (uint)spec.Batch.Accumulate != 0)
            throw Inconsistent("steps", "steps has to be a multiple of batch.accumulate.");
        var intervals = ((ulong)spec.Steps + spec.CheckpointEvery - 1) / spec.CheckpointEvery;
        if (intervals > Program.MaxIntervals)
        {
            throw Inconsistent(
                "checkpointEvery", $"checkpointEvery makes {intervals} intervals, more than {Program.MaxIntervals}.");
        }
    }

    private static void CheckEvaluation(JobSpec spec)
    {
        if (spec.Evaluate is not { } evaluate) return;
        if (evaluate.Every % (uint)spec.Batch.Accumulate != 0)
            throw Inconsistent("evaluate.every", "evaluate.every has to be a multiple of batch.accumulate.");
        if (evaluate.Records > spec.Data.HeldOut)
            throw Inconsistent("evaluate.records", "evaluate.records is above data.heldOut.");
    }

    private static void CheckCost(JobSpec spec)
    {
        var cost = SpecCost.Of(spec);
        if (cost.StateBytes > spec.Limits.MaxBytes)
        {
            throw new SpecException(
                SpecReason.TooMuchMemory, "limits.maxBytes",
                $"limits.maxBytes is below the {cost.StateBytes} bytes of the job's state.");
        }

        if (cost.TermsPerStep > spec.Limits.MaxTermsPerStep)
        {
            throw new SpecException(
                SpecReason.TooMuchWork, "limits.maxTermsPerStep",
                $"limits.maxTermsPerStep is below the {cost.TermsPerStep} terms of a step.");
        }
    }

    private static SpecException Inconsistent(string path, string message) => new(SpecReason.Inconsistent, path, message);
}
