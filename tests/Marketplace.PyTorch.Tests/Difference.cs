using Marketplace.Operators;

namespace Marketplace.PyTorch.Tests;

/// <summary>How far two tensors of floats are from each other.</summary>
internal static class Difference
{
    /// <summary>‖a − b‖ / ‖b‖ over all elements.</summary>
    public static double Relative(Tensor a, Tensor b)
    {
        a.Words.Should().HaveSameCount(b.Words);
        double difference = 0, norm = 0;
        foreach (var (x, y) in Floats(a).Zip(Floats(b)))
        {
            difference += Math.Pow((double)x - y, 2);
            norm += Math.Pow(y, 2);
        }

        norm.Should().BePositive("a comparison with nothing but zeros proves nothing");
        return Math.Sqrt(difference / norm);
    }

    /// <summary>The same of the changes since a common start.</summary>
    public static double OfChange(Tensor a, Tensor b, Tensor start) => Relative(Minus(a, start), Minus(b, start));

    public static IEnumerable<float> Floats(Tensor tensor) => tensor.Words.Select(BitConverter.UInt32BitsToSingle);

    private static Tensor Minus(Tensor a, Tensor b) =>
        Tensor.Floats(a.Shape, [.. Floats(a).Zip(Floats(b), (x, y) => x - y)]);
}
