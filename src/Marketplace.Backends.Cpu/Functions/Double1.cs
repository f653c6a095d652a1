using System.Runtime.CompilerServices;
using static System.BitConverter;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>One double, without any vector instruction.</summary>
internal readonly struct Double1(double value) : IDoubleLanes<Double1>
{
    public readonly double Value = value;

    private ulong Bits
    {
        [MethodImpl(AggressiveInlining)]
        get => DoubleToUInt64Bits(Value);
    }

    [MethodImpl(AggressiveInlining)]
    public static Double1 Constant(double value) => new(value);

    [MethodImpl(AggressiveInlining)]
    public static Double1 Add(Double1 a, Double1 b) => new(a.Value + b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double1 Sub(Double1 a, Double1 b) => new(a.Value - b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double1 Mul(Double1 a, Double1 b) => new(a.Value * b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double1 Div(Double1 a, Double1 b) => new(a.Value / b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double1 Fma(Double1 a, Double1 b, Double1 c) =>
        new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(AggressiveInlining)]
    public static Double1 FmaNegated(Double1 a, Double1 b, Double1 c) =>
        new(Math.FusedMultiplyAdd(-a.Value, b.Value, c.Value));

    [MethodImpl(AggressiveInlining)]
    public static Double1 And(Double1 a, Double1 b) => Of(a.Bits & b.Bits);

    [MethodImpl(AggressiveInlining)]
    public static Double1 Xor(Double1 a, Double1 b) => Of(a.Bits ^ b.Bits);

    [MethodImpl(AggressiveInlining)]
    public static Double1 BitsAdd(Double1 a, Double1 b) => Of(unchecked(a.Bits + b.Bits));

    [MethodImpl(AggressiveInlining)]
    public static Double1 BitsSub(Double1 a, Double1 b) => Of(unchecked(a.Bits - b.Bits));

    [MethodImpl(AggressiveInlining)]
    public static Double1 ShiftLeft(Double1 a, byte count) => Of(a.Bits << count);

    [MethodImpl(AggressiveInlining)]
    public static Double1 ShiftRight(Double1 a, byte count) => Of(a.Bits >> count);

    [MethodImpl(AggressiveInlining)]
    public static Double1 SelectBySign(Double1 selector, Double1 ifSet, Double1 otherwise) =>
        (long)selector.Bits < 0 ? ifSet : otherwise;

    [MethodImpl(AggressiveInlining)]
    public static Double1 Lookup(ReadOnlySpan<double> table, Double1 index) => new(table[(int)index.Bits & 15]);

    [MethodImpl(AggressiveInlining)]
    private static Double1 Of(ulong bits) => new(UInt64BitsToDouble(bits));
}
