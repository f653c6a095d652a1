using System.Collections.Immutable;
using Marketplace.Operators;

namespace Marketplace.Programs.Models;

/// <summary>How a parameter begins when no file gives it (B14).</summary>
public enum InitialForm
{
    Zeros,
    Ones,

    /// <summary>Uniform in ± the scale.</summary>
    Uniform,

    /// <summary>About normal, the scale its standard deviation.</summary>
    Normal,
}

/// <param name="Scale">A float32; of zeros and ones nothing.</param>
public readonly record struct Initial(InitialForm Form, float Scale = 0)
{
    public static readonly Initial Zeros = new(InitialForm.Zeros);
    public static readonly Initial Ones = new(InitialForm.Ones);

    public static Initial Normal(float deviation) => new(InitialForm.Normal, deviation);

    /// <summary>Uniform in ±1 / √fanIn.</summary>
    public static Initial FanIn(int fanIn) => new(InitialForm.Uniform, 1 / MathF.Sqrt(fanIn));
}

/// <summary>A trained tensor of a model, by the name that it has in weight files.</summary>
/// <param name="Dimensions">As in files: one to four.</param>
public sealed record Parameter(string Name, ImmutableArray<int> Dimensions, Initial Initial)
{
    public Parameter(string name, Initial initial, params ReadOnlySpan<int> dimensions)
        : this(name, [.. dimensions], initial)
    {
    }

    public Shape Shape => Shape.Of(Dimensions.AsSpan());
}
