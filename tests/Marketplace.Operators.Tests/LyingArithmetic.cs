using Marketplace.Numerics;
using static System.BitConverter;

namespace Marketplace.Operators.Tests;

/// <summary>In what an arithmetic differs from the law; all else is the law's.</summary>
internal interface IDeviation
{
    /// <summary>What becomes of every float operand.</summary>
    static virtual uint Read(uint word) => word;

    /// <summary>What becomes of every float result.</summary>
    static virtual uint Result(uint word) => word;

    static virtual uint Add(uint a, uint b) => Law.Add(a, b);

    static virtual uint Mul(uint a, uint b) => Law.Mul(a, b);

    static virtual uint Div(uint a, uint b) => Law.Div(a, b);

    static virtual uint Sqrt(uint a) => Law.Sqrt(a);

    static virtual uint Fma(uint a, uint b, uint c) => Law.Fma(a, b, c);

    static virtual uint SelectGreater(uint x, uint y, uint whenGreater, uint otherwise) => Law.SelectGreater(x, y, whenGreater, otherwise);

    static virtual uint FromInt(uint a) => Law.FromInt(a);

    static virtual uint ToInt(uint a) => Law.ToInt(a);

    static virtual uint Exp(uint a) => Law.Exp(a);

    static virtual uint Log(uint a) => Law.Log(a);

    static virtual uint Tanh(uint a) => Law.Tanh(a);

    static virtual uint Sin(uint a) => Law.Sin(a);
}

/// <summary>The law's arithmetic with one deviation.</summary>
internal readonly struct Deviating<D> : IArithmetic<uint> where D : IDeviation
{
    public static uint Constant(uint bits) => bits;

    public static uint Add(uint a, uint b) => D.Result(D.Add(D.Read(a), D.Read(b)));

    public static uint Sub(uint a, uint b) => Add(a, b ^ Law.Sign);

    public static uint Mul(uint a, uint b) => D.Result(D.Mul(D.Read(a), D.Read(b)));

    public static uint Div(uint a, uint b) => D.Result(D.Div(D.Read(a), D.Read(b)));

    public static uint Sqrt(uint a) => D.Result(D.Sqrt(D.Read(a)));

    public static uint Fma(uint a, uint b, uint c) => D.Result(D.Fma(D.Read(a), D.Read(b), D.Read(c)));

    public static uint SelectGreater(uint x, uint y, uint whenGreater, uint otherwise) =>
        D.SelectGreater(D.Read(x), D.Read(y), whenGreater, otherwise);

    public static uint Exp(uint a) => D.Result(D.Exp(D.Read(a)));

    public static uint Log(uint a) => D.Result(D.Log(D.Read(a)));

    public static uint Tanh(uint a) => D.Result(D.Tanh(D.Read(a)));

    public static uint Sigmoid(uint a) => D.Result(Law.Sigmoid(D.Read(a)));

    public static uint Sin(uint a) => D.Result(D.Sin(D.Read(a)));

    public static uint Cos(uint a) => D.Result(Law.Cos(D.Read(a)));

    public static uint FromInt(uint a) => D.FromInt(a);

    public static uint ToInt(uint a) => D.ToInt(D.Read(a));

    public static uint IntAdd(uint a, uint b) => Law.IntAdd(a, b);

    public static uint IntSub(uint a, uint b) => Law.IntSub(a, b);

    public static uint IntMul(uint a, uint b) => Law.IntMul(a, b);

    public static uint IntXor(uint a, uint b) => Law.IntXor(a, b);

    public static uint IntShiftLeft(uint a, uint count) => Law.IntShiftLeft(a, count);

    public static uint IntShiftRight(uint a, uint count) => Law.IntShiftRight(a, count);

    public static uint IntEqual(uint a, uint b) => Law.IntEqual(a, b);

    public static uint IntLess(uint a, uint b) => Law.IntLess(a, b);
}

internal static class Float
{
    public static float Of(uint word) => UInt32BitsToSingle(word);

    public static uint Bits(float value) => SingleToUInt32Bits(value);

    public static uint Flushed(uint word) => (word & ~Law.Sign) < 0x00800000 ? word & Law.Sign : word;
}

/// <summary>Subnormal operands count as zeros (the processor's DAZ).</summary>
internal sealed class ReadsZeros : IDeviation
{
    public static uint Read(uint word) => Float.Flushed(word);
}

/// <summary>Subnormal results become zeros (the processor's FTZ).</summary>
internal sealed class FlushesResults : IDeviation
{
    public static uint Result(uint word) => Float.Flushed(word);
}

/// <summary>No fused multiply-add: product and sum are rounded each.</summary>
internal sealed class RoundsTwice : IDeviation
{
    public static uint Fma(uint a, uint b, uint c) => Law.Add(Law.Mul(a, b), c);
}

/// <summary>A fused multiply-add through double: nearly always right.</summary>
internal sealed class FusesInDouble : IDeviation
{
    public static uint Fma(uint a, uint b, uint c) => Float.Bits((float)(((double)Float.Of(a) * Float.Of(b)) + Float.Of(c)));
}

/// <summary>Rounds sums towards zero.</summary>
internal sealed class Truncates : IDeviation
{
    public static uint Add(uint a, uint b)
    {
        var (exact, sum) = ((double)Float.Of(a) + Float.Of(b), Float.Of(a) + Float.Of(b));
        return Math.Abs((double)sum) > Math.Abs(exact) ? Float.Bits(sum) - 1 : Float.Bits(sum);
    }
}

/// <summary>Divides by a reciprocal.</summary>
internal sealed class DividesByReciprocal : IDeviation
{
    public static uint Div(uint a, uint b) => Float.Bits(Float.Of(a) * (1 / Float.Of(b)));
}

/// <summary>x · (1 / √x) for √x.</summary>
internal sealed class ApproximatesRoots : IDeviation
{
    public static uint Sqrt(uint a) => Float.Of(a) is 0 or float.PositiveInfinity ? a : Float.Bits(Float.Of(a) * (1 / MathF.Sqrt(Float.Of(a))));
}

/// <summary>The processor's maximum, which gives its second operand if one is a NaN or both are zeros.</summary>
internal sealed class OtherMaximum : IDeviation
{
    public static uint SelectGreater(uint x, uint y, uint whenGreater, uint otherwise) =>
        Float.Of(x) < Float.Of(y) ? otherwise : whenGreater;
}

/// <summary>A sum of zeros is always +0, a product too.</summary>
internal sealed class LosesZeros : IDeviation
{
    public static uint Result(uint word) => word == Law.Sign ? 0 : word;
}

/// <summary>The processor's conversion: what does not fit, and NaN, is the least integer.</summary>
internal sealed class OtherConversion : IDeviation
{
    public static uint ToInt(uint a) => Float.Of(a) is >= -2147483648f and < 2147483648f ? Law.ToInt(a) : 0x80000000;
}

/// <summary>Integers that no float holds are cut off.</summary>
internal sealed class TruncatedIntegers : IDeviation
{
    public static uint FromInt(uint a)
    {
        var nearest = Law.FromInt(a);
        return Math.Abs((double)Float.Of(nearest)) > Math.Abs((double)(int)a) ? nearest - 1 : nearest;
    }
}

/// <summary>e^a as 1 / e^-a: two roundings.</summary>
internal sealed class ComposedExp : IDeviation
{
    public static uint Exp(uint a) => Law.Div(Law.One, Law.Exp(a ^ Law.Sign));
}

/// <summary>log a as 2 log √a.</summary>
internal sealed class ComposedLog : IDeviation
{
    public static uint Log(uint a) => Law.Add(Law.Log(Law.Sqrt(a)), Law.Log(Law.Sqrt(a)));
}

/// <summary>tanh a as 2 sigmoid(2a) − 1.</summary>
internal sealed class ComposedTanh : IDeviation
{
    public static uint Tanh(uint a)
    {
        var half = Law.Sigmoid(Law.Add(a, a));
        return a == Law.Sign ? a : Law.Sub(Law.Add(half, half), Law.One);
    }
}

/// <summary>sin a as 2 sin(a / 2) cos(a / 2).</summary>
internal sealed class ComposedSin : IDeviation
{
    public static uint Sin(uint a)
    {
        var half = Law.Mul(a, 0x3f000000);
        return Law.Mul(Law.Add(Law.Sin(half), Law.Sin(half)), Law.Cos(half));
    }
}

/// <summary>NaNs as x86 makes them.</summary>
internal sealed class NegativeNaNs : IDeviation
{
    public static uint Result(uint word) => word == Law.NaN ? 0xffc00000 : word;
}
