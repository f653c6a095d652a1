using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>The primitives on four words at once, on any machine with 128-bit vectors.</summary>
/// <remarks>Which NaN a result is depends on the instruction (F4): whoever stores floats canonicalises.</remarks>
public readonly struct Arithmetic128 : IArithmetic<Vector128<uint>>
{
    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Constant(uint bits) => Vector128.Create(bits);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Add(Vector128<uint> a, Vector128<uint> b) =>
        (a.AsSingle() + b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Sub(Vector128<uint> a, Vector128<uint> b) =>
        (a.AsSingle() - b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Mul(Vector128<uint> a, Vector128<uint> b) =>
        (a.AsSingle() * b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Div(Vector128<uint> a, Vector128<uint> b) =>
        (a.AsSingle() / b.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Sqrt(Vector128<uint> a) => Vector128.Sqrt(a.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Fma(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c) =>
        Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> SelectGreater(
        Vector128<uint> x, Vector128<uint> y, Vector128<uint> whenGreater, Vector128<uint> otherwise) =>
        Vector128.ConditionalSelect(
            Vector128.GreaterThan(x.AsSingle(), y.AsSingle()).AsUInt32(), whenGreater, otherwise);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Exp(Vector128<uint> a) => Exponential.Rounded<Words4, Vector128<uint>, Double2>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Log(Vector128<uint> a) =>
        NaturalLogarithm.Rounded<Words4, Vector128<uint>, Double2>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Tanh(Vector128<uint> a) =>
        HyperbolicTangent.Rounded<Words4, Vector128<uint>, Double2>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Sigmoid(Vector128<uint> a) =>
        LogisticSigmoid.Rounded<Words4, Vector128<uint>, Double2>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Sin(Vector128<uint> a) => Sine.Rounded<Words4, Vector128<uint>, Double2>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Cos(Vector128<uint> a) => Cosine.Rounded<Words4, Vector128<uint>, Double2>(a);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> FromInt(Vector128<uint> a) => Vector128.ConvertToSingle(a.AsInt32()).AsUInt32();

    // Saturates, and turns a NaN into 0, on every machine.
    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> ToInt(Vector128<uint> a) => Vector128.ConvertToInt32(a.AsSingle()).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> IntAdd(Vector128<uint> a, Vector128<uint> b) => a + b;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> IntSub(Vector128<uint> a, Vector128<uint> b) => a - b;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> IntMul(Vector128<uint> a, Vector128<uint> b) => a * b;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> IntXor(Vector128<uint> a, Vector128<uint> b) => a ^ b;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> IntShiftLeft(Vector128<uint> a, Vector128<uint> count) => Vector128.Create(
        a[0] << (int)(count[0] & 31),
        a[1] << (int)(count[1] & 31),
        a[2] << (int)(count[2] & 31),
        a[3] << (int)(count[3] & 31));

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> IntShiftRight(Vector128<uint> a, Vector128<uint> count) => Vector128.Create(
        a[0] >> (int)(count[0] & 31),
        a[1] >> (int)(count[1] & 31),
        a[2] >> (int)(count[2] & 31),
        a[3] >> (int)(count[3] & 31));

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> IntEqual(Vector128<uint> a, Vector128<uint> b) =>
        Vector128.Equals(a, b) & Vector128.Create(Law.One);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> IntLess(Vector128<uint> a, Vector128<uint> b) =>
        Vector128.LessThan(a.AsInt32(), b.AsInt32()).AsUInt32() & Vector128.Create(Law.One);
}
