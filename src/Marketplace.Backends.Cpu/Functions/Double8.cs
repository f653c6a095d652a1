using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>Eight double lanes in one AVX-512 register.</summary>
internal readonly struct Double8(Vector512<double> value) : IDoubleLanes<Double8>
{
    public readonly Vector512<double> Value = value;

    [MethodImpl(AggressiveInlining)]
    public static Double8 Constant(double value) => new(Kept(Vector512.Create(value)));

    [MethodImpl(AggressiveInlining)]
    public static Double8 Add(Double8 a, Double8 b) => new(a.Value + b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double8 Sub(Double8 a, Double8 b) => new(a.Value - b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double8 Mul(Double8 a, Double8 b) => new(a.Value * b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double8 Div(Double8 a, Double8 b) => new(a.Value / b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double8 Fma(Double8 a, Double8 b, Double8 c) =>
        new(Avx512F.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(AggressiveInlining)]
    public static Double8 FmaNegated(Double8 a, Double8 b, Double8 c) =>
        new(Avx512F.FusedMultiplyAddNegated(a.Value, b.Value, c.Value));

    [MethodImpl(AggressiveInlining)]
    public static Double8 And(Double8 a, Double8 b) => new(a.Value & b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double8 Xor(Double8 a, Double8 b) => new(a.Value ^ b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double8 BitsAdd(Double8 a, Double8 b) => new((a.Value.AsUInt64() + b.Value.AsUInt64()).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double8 BitsSub(Double8 a, Double8 b) => new((a.Value.AsUInt64() - b.Value.AsUInt64()).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double8 ShiftLeft(Double8 a, byte count) => new((a.Value.AsUInt64() << count).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double8 ShiftRight(Double8 a, byte count) => new((a.Value.AsUInt64() >> count).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double8 SelectBySign(Double8 selector, Double8 ifSet, Double8 otherwise) =>
        new(Vector512.ConditionalSelect(
            Vector512.LessThan(selector.Value.AsInt64(), Vector512<long>.Zero).AsDouble(),
            ifSet.Value,
            otherwise.Value));

    /// <remarks>The whole table stands in two registers.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static Double8 Lookup(ReadOnlySpan<double> table, Double8 index)
    {
        ref var first = ref MemoryMarshal.GetReference(table);
        return new(Avx512F.PermuteVar8x64x2(
            Vector512.LoadUnsafe(ref first), index.Value.AsInt64(), Vector512.LoadUnsafe(ref first, 8)));
    }

    /// <remarks>The compiler puts a constant into every instruction anew, as a load, and the loads then bound the
    /// speed; what an instruction computes it keeps in a register around a loop. This one computes nothing.</remarks>
    [MethodImpl(AggressiveInlining)]
    private static Vector512<double> Kept(Vector512<double> value) =>
        Avx512F.AlignRight64(value.AsInt64(), value.AsInt64(), 0).AsDouble();
}
