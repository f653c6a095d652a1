using System.Collections.Immutable;
using System.Security.Cryptography;
using Marketplace.Primitives;

namespace Marketplace.Programs;

/// <summary>A training job as its submitter describes it: data, never code (A2). One that was read cannot be
/// wrong in form.</summary>
/// <param name="Law">Version of the number law.</param>
/// <param name="Batch">Rows drawn a step.</param>
/// <param name="Steps">N.</param>
/// <param name="CheckpointEvery">c, in steps.</param>
/// <param name="Seed">Of the first weights and of the row draws.</param>
public sealed record JobSpec(
    ushort Law, MlpClassifier Model, int Batch, Adam Optimizer, uint Steps, uint CheckpointEvery, ulong Seed,
    JobData Data)
{
    /// <summary>The canonical JSON (B13).</summary>
    public byte[] ToBytes() => JobSpecWriter.Write(this);

    /// <summary>SHA-256 of the canonical JSON: what stands on the chain (C6).</summary>
    public Hash32 Id => new(SHA256.HashData(ToBytes()));

    public bool Equals(JobSpec? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    public override int GetHashCode() => HashCode.Combine(Batch, Steps, Seed, Data);
}

/// <summary>The training data: two blobs, by the SHA-256 of their bytes, and what they hold.</summary>
/// <param name="Rows">Of features and labels.</param>
/// <param name="Columns">Of the features.</param>
public sealed record JobData(Hash32 Features, Hash32 Labels, int Rows, int Columns, int Classes);
