using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>Two double lanes in a 128-bit register, on any machine that has such.</summary>
internal readonly struct Double2(Vector128<double> value) : IDoubleLanes<Double2>
{
    public readonly Vector128<double> Value = value;

    [MethodImpl(AggressiveInlining)]
    public static Double2 Constant(double value) => new(Vector128.Create(value));

    [MethodImpl(AggressiveInlining)]
    public static Double2 Add(Double2 a, Double2 b) => new(a.Value + b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double2 Sub(Double2 a, Double2 b) => new(a.Value - b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double2 Mul(Double2 a, Double2 b) => new(a.Value * b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double2 Div(Double2 a, Double2 b) => new(a.Value / b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double2 Fma(Double2 a, Double2 b, Double2 c) =>
        new(Vector128.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(AggressiveInlining)]
    public static Double2 FmaNegated(Double2 a, Double2 b, Double2 c) =>
        new(Vector128.FusedMultiplyAdd(-a.Value, b.Value, c.Value));

    [MethodImpl(AggressiveInlining)]
    public static Double2 And(Double2 a, Double2 b) => new(a.Value & b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double2 Xor(Double2 a, Double2 b) => new(a.Value ^ b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double2 BitsAdd(Double2 a, Double2 b) => new((a.Value.AsUInt64() + b.Value.AsUInt64()).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double2 BitsSub(Double2 a, Double2 b) => new((a.Value.AsUInt64() - b.Value.AsUInt64()).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double2 ShiftLeft(Double2 a, byte count) => new((a.Value.AsUInt64() << count).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double2 ShiftRight(Double2 a, byte count) => new((a.Value.AsUInt64() >> count).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double2 SelectBySign(Double2 selector, Double2 ifSet, Double2 otherwise) =>
        new(Vector128.ConditionalSelect(
            Vector128.LessThan(selector.Value.AsInt64(), Vector128<long>.Zero).AsDouble(),
            ifSet.Value,
            otherwise.Value));

    [MethodImpl(AggressiveInlining)]
    public static Double2 Lookup(ReadOnlySpan<double> table, Double2 index)
    {
        ref var first = ref MemoryMarshal.GetReference(table);
        var places = index.Value.AsInt64();
        return new(Vector128.Create(
            Unsafe.Add(ref first, (nint)places.ToScalar() & 15),
            Unsafe.Add(ref first, (nint)places.GetElement(1) & 15)));
    }
}
