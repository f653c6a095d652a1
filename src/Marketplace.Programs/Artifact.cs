using Marketplace.Primitives;

namespace Marketplace.Programs;

/// <summary>A file that a job names: by what it says, never by where it lies (C6, A3).</summary>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Bytes">Its length.</param>
public sealed record Artifact(Hash32 Sha256, long Bytes);
