using System.Collections.Immutable;

namespace Marketplace.Programs.Models;

/// <summary>A multi-layer perceptron that classifies rows.</summary>
/// <param name="Layers">Widths: columns of a row, hidden …, classes.</param>
public sealed record MlpConfig(ImmutableArray<int> Layers, Activation Activation) : ModelConfig
{
    public bool Equals(MlpConfig? other) =>
        other is not null && Activation == other.Activation && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Activation, Layers.Length);
}
