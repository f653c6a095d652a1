using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Bench.Functions;

/// <summary>Ordinary values, the same in every run: normally distributed.</summary>
public sealed class Inputs
{
    // A stretch of values is drawn once and laid end to end: large tensors would take seconds to draw.
    private const int Stretch = 1 << 16;

    private readonly Random _random = new(1);

    public Tensor Normal(Shape shape) => Filled(shape, x => x);

    public Tensor Squares(Shape shape) => Filled(shape, x => x * x);

    private Tensor Filled(Shape shape, Func<float, float> value)
    {
        var tensor = new Tensor(ElementType.F32, shape);
        var stretch = new uint[Math.Min(Stretch, tensor.Words.Length)];
        for (var i = 0; i < stretch.Length; i++) stretch[i] = BitConverter.SingleToUInt32Bits(value(Normal()));
        for (var i = 0; i < tensor.Words.Length; i += stretch.Length)
            stretch.AsSpan(0, Math.Min(stretch.Length, tensor.Words.Length - i)).CopyTo(tensor.Words.AsSpan(i));
        return tensor;
    }

    /// <summary>Box and Muller's way.</summary>
    private float Normal() => (float)(
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
}
