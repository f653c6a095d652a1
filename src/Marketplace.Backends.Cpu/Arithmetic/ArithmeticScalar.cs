using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;
using static System.BitConverter;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>The primitives on one word: the law's, but for the functions, which are those of the vectors.</summary>
/// <remarks>Which NaN a result is is free (F4): whoever stores floats canonicalises.</remarks>
public readonly struct ArithmeticScalar : IArithmetic<uint>
{
    [MethodImpl(AggressiveInlining)]
    public static uint Constant(uint bits) => bits;

    [MethodImpl(AggressiveInlining)]
    public static uint Add(uint a, uint b) => Bits(Float(a) + Float(b));

    [MethodImpl(AggressiveInlining)]
    public static uint Sub(uint a, uint b) => Bits(Float(a) - Float(b));

    [MethodImpl(AggressiveInlining)]
    public static uint Mul(uint a, uint b) => Bits(Float(a) * Float(b));

    [MethodImpl(AggressiveInlining)]
    public static uint Div(uint a, uint b) => Bits(Float(a) / Float(b));

    [MethodImpl(AggressiveInlining)]
    public static uint Sqrt(uint a) => Bits(MathF.Sqrt(Float(a)));

    [MethodImpl(AggressiveInlining)]
    public static uint Fma(uint a, uint b, uint c) =>
        Bits(MathF.FusedMultiplyAdd(Float(a), Float(b), Float(c)));

    [MethodImpl(AggressiveInlining)]
    public static uint SelectGreater(uint x, uint y, uint whenGreater, uint otherwise) =>
        Law.SelectGreater(x, y, whenGreater, otherwise);

    [MethodImpl(AggressiveInlining)]
    public static uint Exp(uint a) => Exponential.Rounded<Words1, uint, Double1>(a);

    [MethodImpl(AggressiveInlining)]
    public static uint Log(uint a) => NaturalLogarithm.Rounded<Words1, uint, Double1>(a);

    [MethodImpl(AggressiveInlining)]
    public static uint Tanh(uint a) => HyperbolicTangent.Rounded<Words1, uint, Double1>(a);

    [MethodImpl(AggressiveInlining)]
    public static uint Sigmoid(uint a) => LogisticSigmoid.Rounded<Words1, uint, Double1>(a);

    [MethodImpl(AggressiveInlining)]
    public static uint Sin(uint a) => Sine.Rounded<Words1, uint, Double1>(a);

    [MethodImpl(AggressiveInlining)]
    public static uint Cos(uint a) => Cosine.Rounded<Words1, uint, Double1>(a);

    [MethodImpl(AggressiveInlining)]
    public static uint FromInt(uint a) => Bits((int)a);

    [MethodImpl(AggressiveInlining)]
    public static uint ToInt(uint a) => Law.ToInt(a);

    [MethodImpl(AggressiveInlining)]
    public static uint IntAdd(uint a, uint b) => Law.IntAdd(a, b);

    [MethodImpl(AggressiveInlining)]
    public static uint IntSub(uint a, uint b) => Law.IntSub(a, b);

    [MethodImpl(AggressiveInlining)]
    public static uint IntMul(uint a, uint b) => Law.IntMul(a, b);

    [MethodImpl(AggressiveInlining)]
    public static uint IntXor(uint a, uint b) => Law.IntXor(a, b);

    [MethodImpl(AggressiveInlining)]
    public static uint IntShiftLeft(uint a, uint count) => Law.IntShiftLeft(a, count);

    [MethodImpl(AggressiveInlining)]
    public static uint IntShiftRight(uint a, uint count) => Law.IntShiftRight(a, count);

    [MethodImpl(AggressiveInlining)]
    public static uint IntEqual(uint a, uint b) => Law.IntEqual(a, b);

    [MethodImpl(AggressiveInlining)]
    public static uint IntLess(uint a, uint b) => Law.IntLess(a, b);

    [MethodImpl(AggressiveInlining)]
    private static float Float(uint bits) => UInt32BitsToSingle(bits);

    [MethodImpl(AggressiveInlining)]
    private static uint Bits(float value) => SingleToUInt32Bits(value);
}
