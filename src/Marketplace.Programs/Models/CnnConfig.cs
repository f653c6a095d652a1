using System.Collections.Immutable;

namespace Marketplace.Programs.Models;

/// <summary>Convolutions with ReLU and max pooling, then a perceptron with ReLU: a classifier of images [channels, height,
/// width].</summary>
/// <param name="Hidden">Widths of the layers between the last image and the classes; may be empty.</param>
public sealed record CnnConfig(
    int Channels, int Height, int Width, ImmutableArray<ConvolutionConfig> Convolutions, ImmutableArray<int> Hidden, int Classes)
    : ModelConfig
{
    public bool Equals(CnnConfig? other) =>
        other is not null && (Channels, Height, Width, Classes) == (other.Channels, other.Height, other.Width, other.Classes)
        && Convolutions.AsSpan().SequenceEqual(other.Convolutions.AsSpan()) && Hidden.AsSpan().SequenceEqual(other.Hidden.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Channels, Height, Width, Convolutions.Length, Hidden.Length, Classes);
}

/// <summary>One convolution with bias and ReLU: stride 1, zero padding on all four sides, then max pooling of
/// <paramref name="Pool"/> × <paramref name="Pool"/> without overlap (1: none; a remainder of the image is dropped).</summary>
public sealed record ConvolutionConfig(int Channels, int Kernel, int Padding, int Pool);
