using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;
using FusedMultiply = System.Runtime.Intrinsics.X86.Fma;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>The primitives on eight words at once, with AVX2 and fused multiply-add.</summary>
/// <remarks>Which NaN a result is depends on the instruction (F4): whoever stores floats canonicalises.</remarks>
public readonly struct Arithmetic256 : IArithmetic<Vector256<uint>>
{
    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Constant(uint bits) => Vector256.Create(bits);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> a, Vector256<uint> b) =>
        (a.AsSingle() + b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Sub(Vector256<uint> a, Vector256<uint> b) =>
        (a.AsSingle() - b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Mul(Vector256<uint> a, Vector256<uint> b) =>
        (a.AsSingle() * b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Div(Vector256<uint> a, Vector256<uint> b) =>
        (a.AsSingle() / b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Sqrt(Vector256<uint> a) => Vector256.Sqrt(a.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Fma(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
        FusedMultiply.MultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> SelectGreater(
        Vector256<uint> x, Vector256<uint> y, Vector256<uint> whenGreater, Vector256<uint> otherwise) =>
        Vector256.ConditionalSelect(
            Vector256.GreaterThan(x.AsSingle(), y.AsSingle()).AsUInt32(), whenGreater, otherwise);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Exp(Vector256<uint> a) => Exponential.Rounded<Words8, Vector256<uint>, Double4>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Log(Vector256<uint> a) =>
        NaturalLogarithm.Rounded<Words8, Vector256<uint>, Double4>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Tanh(Vector256<uint> a) =>
        HyperbolicTangent.Rounded<Words8, Vector256<uint>, Double4>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Sigmoid(Vector256<uint> a) =>
        LogisticSigmoid.Rounded<Words8, Vector256<uint>, Double4>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Sin(Vector256<uint> a) => Sine.Rounded<Words8, Vector256<uint>, Double4>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Cos(Vector256<uint> a) => Cosine.Rounded<Words8, Vector256<uint>, Double4>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> FromInt(Vector256<uint> a) => Vector256.ConvertToSingle(a.AsInt32()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> ToInt(Vector256<uint> a)
    {
        // The instruction gives -2^31 wherever the value does not fit: its complement is the largest integer.
        var x = a.AsSingle();
        var whole = Avx.ConvertToVector256Int32WithTruncation(x).AsUInt32();
        var above = Vector256.GreaterThanOrEqual(x, Vector256.Create(2147483648f)).AsUInt32();
        return (whole ^ above) & Vector256.Equals(x, x).AsUInt32();
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> IntAdd(Vector256<uint> a, Vector256<uint> b) => a + b;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> IntSub(Vector256<uint> a, Vector256<uint> b) => a - b;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> IntMul(Vector256<uint> a, Vector256<uint> b) => a * b;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> IntXor(Vector256<uint> a, Vector256<uint> b) => a ^ b;

    // The instruction gives 0 for a count above 31: the law takes the count modulo 32.
    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> IntShiftLeft(Vector256<uint> a, Vector256<uint> count) =>
        Avx2.ShiftLeftLogicalVariable(a, count & Vector256.Create(31u));

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> IntShiftRight(Vector256<uint> a, Vector256<uint> count) =>
        Avx2.ShiftRightLogicalVariable(a, count & Vector256.Create(31u));

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> IntEqual(Vector256<uint> a, Vector256<uint> b) =>
        Vector256.Equals(a, b) & Vector256.Create(Law.One);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> IntLess(Vector256<uint> a, Vector256<uint> b) =>
        Vector256.LessThan(a.AsInt32(), b.AsInt32()).AsUInt32() & Vector256.Create(Law.One);
}
