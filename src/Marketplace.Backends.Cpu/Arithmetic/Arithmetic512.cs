using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>The primitives on sixteen words at once, with AVX-512.</summary>
/// <remarks>Which NaN a result is depends on the instruction (F4): whoever stores floats canonicalises.</remarks>
public readonly struct Arithmetic512 : IArithmetic<Vector512<uint>>
{
    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Constant(uint bits) => Vector512.Create(bits);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> a, Vector512<uint> b) =>
        (a.AsSingle() + b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Sub(Vector512<uint> a, Vector512<uint> b) =>
        (a.AsSingle() - b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Mul(Vector512<uint> a, Vector512<uint> b) =>
        (a.AsSingle() * b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Div(Vector512<uint> a, Vector512<uint> b) =>
        (a.AsSingle() / b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Sqrt(Vector512<uint> a) => Vector512.Sqrt(a.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Fma(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c) =>
        Avx512F.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> SelectGreater(
        Vector512<uint> x, Vector512<uint> y, Vector512<uint> whenGreater, Vector512<uint> otherwise) =>
        Vector512.ConditionalSelect(
            Vector512.GreaterThan(x.AsSingle(), y.AsSingle()).AsUInt32(), whenGreater, otherwise);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Exp(Vector512<uint> a) => Exponential.Rounded<Words16, Vector512<uint>, Double8>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Log(Vector512<uint> a) =>
        NaturalLogarithm.Rounded<Words16, Vector512<uint>, Double8>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Tanh(Vector512<uint> a) =>
        HyperbolicTangent.Rounded<Words16, Vector512<uint>, Double8>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Sigmoid(Vector512<uint> a) =>
        LogisticSigmoid.Rounded<Words16, Vector512<uint>, Double8>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Sin(Vector512<uint> a) => Sine.Rounded<Words16, Vector512<uint>, Double8>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Cos(Vector512<uint> a) => Cosine.Rounded<Words16, Vector512<uint>, Double8>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> FromInt(Vector512<uint> a) => Vector512.ConvertToSingle(a.AsInt32()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> ToInt(Vector512<uint> a)
    {
        // The instruction gives -2^31 wherever the value does not fit: its complement is the largest integer.
        var x = a.AsSingle();
        var whole = Avx512F.ConvertToVector512Int32WithTruncation(x).AsUInt32();
        var above = Vector512.GreaterThanOrEqual(x, Vector512.Create(2147483648f)).AsUInt32();
        return (whole ^ above) & Vector512.Equals(x, x).AsUInt32();
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> IntAdd(Vector512<uint> a, Vector512<uint> b) => a + b;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> IntSub(Vector512<uint> a, Vector512<uint> b) => a - b;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> IntMul(Vector512<uint> a, Vector512<uint> b) => a * b;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> IntXor(Vector512<uint> a, Vector512<uint> b) => a ^ b;

    // The instruction gives 0 for a count above 31: the law takes the count modulo 32.
    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> IntShiftLeft(Vector512<uint> a, Vector512<uint> count) =>
        Avx512F.ShiftLeftLogicalVariable(a, count & Vector512.Create(31u));

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> IntShiftRight(Vector512<uint> a, Vector512<uint> count) =>
        Avx512F.ShiftRightLogicalVariable(a, count & Vector512.Create(31u));

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> IntEqual(Vector512<uint> a, Vector512<uint> b) =>
        Vector512.Equals(a, b) & Vector512.Create(Law.One);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> IntLess(Vector512<uint> a, Vector512<uint> b) =>
        Vector512.LessThan(a.AsInt32(), b.AsInt32()).AsUInt32() & Vector512.Create(Law.One);
}
