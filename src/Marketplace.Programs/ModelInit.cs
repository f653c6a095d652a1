using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>Weights before the first step, from a seed by the number law alone (F1, F6).</summary>
public static class ModelInit
{
    /// <summary>The counter's step for draws before step 0; no program runs so long.</summary>
    public const uint Step = uint.MaxValue;

    private const uint TwoToMinus23 = 0x34000000;

    /// <summary>Uniform in ±1 / sqrt(fanIn): (word >> 8) · 2^-23 − 1, exact, times the bound.</summary>
    /// <param name="slot">The slot's number: every slot draws its own.</param>
    public static Tensor Uniform(Shape shape, int fanIn, ulong seed, int slot)
    {
        var tensor = new Tensor(ElementType.F32, shape);
        var bound = Law.Div(Law.One, Law.Sqrt(Law.FromInt((uint)fanIn)));
        for (var e = 0; e < tensor.Words.Length; e++)
        {
            var draw = Law.FromInt(Philox.Word(seed, (uint)e, Step, (uint)slot) >> 8);
            tensor.Words[e] = Law.Mul(Law.Fma(draw, TwoToMinus23, Law.Sub(0, Law.One)), bound);
        }

        return tensor;
    }

    public static Tensor Filled(Shape shape, uint pattern)
    {
        var tensor = new Tensor(ElementType.F32, shape);
        Array.Fill(tensor.Words, pattern);
        return tensor;
    }
}
