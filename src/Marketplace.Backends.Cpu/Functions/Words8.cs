using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>Eight words in one AVX register.</summary>
internal readonly unsafe struct Words8 : IWordLanes<Vector256<uint>, Double4>
{
    public static int Count => 8;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Load(uint* source) => Vector256.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector256<uint> words, uint* target) => words.Store(target);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Constant(uint bits) => Vector256.Create(bits);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> And(Vector256<uint> a, Vector256<uint> b) => a & b;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> a, Vector256<uint> b) => a ^ b;

    // The instructions return their second operand where either is a NaN.
    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Within(Vector256<uint> floats, float least, float most) =>
        Avx.Min(Vector256.Create(most), Avx.Max(Vector256.Create(least), floats.AsSingle())).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Canonical(Vector256<uint> words)
    {
        var numbers = Vector256.Equals(words.AsSingle(), words.AsSingle()).AsUInt32();
        return Vector256.ConditionalSelect(numbers, words, Vector256.Create(Law.NaN));
    }

    [MethodImpl(AggressiveInlining)]
    public static Double4 Lower(Vector256<uint> floats) =>
        new(Avx.ConvertToVector256Double(floats.AsSingle().GetLower()));

    [MethodImpl(AggressiveInlining)]
    public static Double4 Upper(Vector256<uint> floats) =>
        new(Avx.ConvertToVector256Double(floats.AsSingle().GetUpper()));

    [MethodImpl(AggressiveInlining)]
    public static Vector256<uint> Narrow(Double4 lower, Double4 upper) => Avx.ConvertToVector128Single(lower.Value)
        .ToVector256Unsafe().WithUpper(Avx.ConvertToVector128Single(upper.Value)).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static bool AllEqual(Vector256<uint> a, Vector256<uint> b) => Vector256.EqualsAll(a, b);

    [MethodImpl(AggressiveInlining)]
    public static bool AllInside(Vector256<uint> words, uint mask, uint first, uint count) => Vector256.LessThanAll(
        (words & Vector256.Create(mask)) - Vector256.Create(first), Vector256.Create(count));
}
