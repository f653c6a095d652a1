using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using FusedMultiply = System.Runtime.Intrinsics.X86.Fma;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>Four double lanes in one AVX register.</summary>
internal readonly struct Double4(Vector256<double> value) : IDoubleLanes<Double4>
{
    public readonly Vector256<double> Value = value;

    // The permutation changes nothing: see Double8.
    [MethodImpl(AggressiveInlining)]
    public static Double4 Constant(double value) => new(Avx2.Permute4x64(Vector256.Create(value), 0xe4));

    [MethodImpl(AggressiveInlining)]
    public static Double4 Add(Double4 a, Double4 b) => new(a.Value + b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double4 Sub(Double4 a, Double4 b) => new(a.Value - b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double4 Mul(Double4 a, Double4 b) => new(a.Value * b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double4 Div(Double4 a, Double4 b) => new(a.Value / b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double4 Fma(Double4 a, Double4 b, Double4 c) =>
        new(FusedMultiply.MultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(AggressiveInlining)]
    public static Double4 FmaNegated(Double4 a, Double4 b, Double4 c) =>
        new(FusedMultiply.MultiplyAddNegated(a.Value, b.Value, c.Value));

    [MethodImpl(AggressiveInlining)]
    public static Double4 And(Double4 a, Double4 b) => new(a.Value & b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double4 Xor(Double4 a, Double4 b) => new(a.Value ^ b.Value);

    [MethodImpl(AggressiveInlining)]
    public static Double4 BitsAdd(Double4 a, Double4 b) => new((a.Value.AsUInt64() + b.Value.AsUInt64()).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double4 BitsSub(Double4 a, Double4 b) => new((a.Value.AsUInt64() - b.Value.AsUInt64()).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double4 ShiftLeft(Double4 a, byte count) => new((a.Value.AsUInt64() << count).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double4 ShiftRight(Double4 a, byte count) => new((a.Value.AsUInt64() >> count).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static Double4 SelectBySign(Double4 selector, Double4 ifSet, Double4 otherwise) =>
        new(Avx.BlendVariable(otherwise.Value, ifSet.Value, selector.Value));

    [MethodImpl(AggressiveInlining)]
    public static unsafe Double4 Lookup(ReadOnlySpan<double> table, Double4 index)
    {
        // The tables are constants in the image of the program: nothing moves them.
        var first = (double*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(table));
        return new(Avx2.GatherVector256(first, index.Value.AsInt64() & Vector256.Create(15L), sizeof(double)));
    }
}
