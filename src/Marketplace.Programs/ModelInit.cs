using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>Weights before the first step, from a seed by the number law alone (F1, F6).</summary>
public static class ModelInit
{
    /// <summary>The counter's step for draws before step 0; no program runs so long.</summary>
    public const uint Step = uint.MaxValue;

    private const uint TwoToMinus23 = 0x34000000;

    /// <summary>2 · √(8 · (65536² − 1) / 12) = 107019.84…, rounded.</summary>
    private const uint DeviationOfHalves = 0x47d105eb;

    /// <summary>Uniform in ±1 / sqrt(fanIn).</summary>
    public static Tensor Uniform(Shape shape, int fanIn, ulong seed, int slot) =>
        Uniform(shape, Law.Div(Law.One, Law.Sqrt(Law.FromInt((uint)fanIn))), seed, slot);

    /// <summary>Uniform in ± a bound: (word >> 8) · 2^-23 − 1, exact, times the bound.</summary>
    /// <param name="bound">A float's pattern.</param>
    /// <param name="slot">The slot's number: every slot draws its own.</param>
    public static Tensor Uniform(Shape shape, uint bound, ulong seed, int slot)
    {
        var tensor = new Tensor(ElementType.F32, shape);
        for (var e = 0; e < tensor.Words.Length; e++)
        {
            var draw = Law.FromInt(Philox.Word(seed, (uint)e, Step, (uint)slot) >> 8);
            tensor.Words[e] = Law.Mul(Law.Fma(draw, TwoToMinus23, Law.Sub(0, Law.One)), bound);
        }

        return tensor;
    }

    /// <summary>About normal: the eight 16-bit halves of a block's four words, added as integers (their sum has mean
    /// 8 · 65535 / 2 and variance 8 · (65536² − 1) / 12), less the mean, scaled.</summary>
    /// <param name="deviation">A float's pattern.</param>
    public static Tensor Normal(Shape shape, uint deviation, ulong seed, int slot)
    {
        var tensor = new Tensor(ElementType.F32, shape);
        var scale = Law.Div(deviation, DeviationOfHalves);
        var key = ((uint)seed, (uint)(seed >> 32));
        for (var e = 0; e < tensor.Words.Length; e++)
        {
            var (a, b, c, d) = Philox.Block(((uint)e, Step, (uint)slot, 0), key);
            var sum = Halves(a) + Halves(b) + Halves(c) + Halves(d);
            tensor.Words[e] = Law.Mul(Law.FromInt((uint)(2 * (int)sum - 8 * 65535)), scale);
        }

        return tensor;
    }

    private static uint Halves(uint word) => (word >> 16) + (word & 0xffff);

    public static Tensor Filled(Shape shape, uint pattern)
    {
        var tensor = new Tensor(ElementType.F32, shape);
        Array.Fill(tensor.Words, pattern);
        return tensor;
    }
}
