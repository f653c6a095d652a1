using Marketplace.Operators;

namespace Marketplace.Programs.Weights;

/// <summary>A tensor as the header of a safetensors file announces it.</summary>
/// <param name="Dimensions">As they stand in the file, none to four, each ≥ 1: the rank that a <see cref="Shape"/>
/// forgets.</param>
/// <param name="Begin">Of its bytes, counted from the end of the header.</param>
public sealed record SafetensorsEntry(string Name, StoredType Type, IReadOnlyList<int> Dimensions, long Begin, long End)
{
    public Shape Shape => ShapeOf(Dimensions);

    /// <param name="dimensions">None to four, each ≥ 1; none is a scalar.</param>
    public static Shape ShapeOf(IReadOnlyList<int> dimensions) =>
        dimensions.Count == 0 ? Shape.Of(1) : Shape.Of([.. dimensions]);
}

/// <summary>A tensor to be written, with the dimensions that its reader shall see.</summary>
/// <param name="Dimensions">None to four, with as many elements as the tensor has.</param>
public sealed record NamedTensor(string Name, IReadOnlyList<int> Dimensions, Tensor Tensor);
