using System.Collections.Immutable;
using System.Security.Cryptography;
using Marketplace.Primitives;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Specs;

/// <summary>A whole job as its submitter describes it: data, never code (A2). One that was read cannot be wrong in form,
/// and is within its own limits.</summary>
/// <remarks>A step is one micro-batch; an update happens every <c>Batch.Accumulate</c> steps. Two specs are equal if their
/// canonical forms are (B13).</remarks>
/// <param name="Law">Version of the number law.</param>
/// <param name="Sequence">Tokens of a record of a language model; other models have none.</param>
/// <param name="Clip">The highest global norm of the gradients, above 0; null does not clip.</param>
/// <param name="DropoutSeed">Of the dropout masks; there if and only if the model drops out.</param>
/// <param name="Steps">N, in micro-batches.</param>
/// <param name="CheckpointEvery">c, in steps.</param>
/// <param name="Keep">Files that are handed through to the result.</param>
public sealed record JobSpec(
    ushort Law, NumericProfile Profile, ModelSpec Model, JobTask Task, WeightsSource Weights, DataSource Data, OrderSpec Order,
    BatchSpec Batch, int? Sequence, OptimizerRule Optimizer, RateSchedule Schedule, float? Clip, ulong? DropoutSeed,
    uint Steps, uint CheckpointEvery, EvaluateSpec? Evaluate, LimitsSpec Limits, ImmutableArray<NamedArtifact> Keep)
{
    /// <summary>The version of the document.</summary>
    public const int Version = 1;

    /// <summary>Seeds are below it, so that every JSON reader keeps their last digit.</summary>
    public const ulong SeedLimit = 1UL << 53;

    /// <summary>The canonical JSON (B13).</summary>
    public byte[] ToBytes() => JobSpecWriter.Write(this);

    /// <summary>SHA-256 of the canonical JSON: what stands on the chain (C6).</summary>
    public Hash32 Id => new(SHA256.HashData(ToBytes()));

    public bool Equals(JobSpec? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    public override int GetHashCode() => HashCode.Combine(Task, Steps, CheckpointEvery, Batch, Data);
}

/// <summary>What numbers a program computes with.</summary>
public enum NumericProfile
{
    F32,
}

/// <summary>What a job does with its model.</summary>
public enum JobTask
{
    /// <summary>Training by the mean cross entropy of classes.</summary>
    Classification,

    /// <summary>Training by the mean cross entropy of every next token.</summary>
    Language,

    /// <summary>Training by the mean squared error.</summary>
    Regression,

    /// <summary>Nothing is trained: the result is what the model says of the records.</summary>
    Inference,
}
