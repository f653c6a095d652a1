using System.Collections.Immutable;

namespace Marketplace.Programs.Specs;

/// <summary>Where the weights before the first step come from.</summary>
public abstract record WeightsSource;

/// <summary>Drawn by the number law (B14).</summary>
public sealed record SeededWeights(ulong Seed) : WeightsSource;

/// <summary>Read from files.</summary>
/// <param name="Optimizer">The optimiser's state, for a job that goes on where another one ended; null starts it anew.</param>
public sealed record WeightFiles(ImmutableArray<NamedArtifact> Files, Artifact? Optimizer) : WeightsSource
{
    public bool Equals(WeightFiles? other) =>
        other is not null && Optimizer == other.Optimizer && Files.AsSpan().SequenceEqual(other.Files.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Files.Length, Optimizer);
}

/// <summary>A file with the plain name under which a reader looks for it.</summary>
/// <param name="Name">1 to 100 of [A-Za-z0-9._-], not starting with a point, and no pickle.</param>
public sealed record NamedArtifact(string Name, Artifact File);
