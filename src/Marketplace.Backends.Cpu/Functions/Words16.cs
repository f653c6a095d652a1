using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>Sixteen words in one AVX-512 register.</summary>
internal readonly unsafe struct Words16 : IWordLanes<Vector512<uint>, Double8>
{
    public static int Count => 16;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Load(uint* source) => Vector512.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector512<uint> words, uint* target) => words.Store(target);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Constant(uint bits) => Vector512.Create(bits);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> And(Vector512<uint> a, Vector512<uint> b) => a & b;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> a, Vector512<uint> b) => a ^ b;

    // The instructions return their second operand where either is a NaN.
    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Within(Vector512<uint> floats, float least, float most) =>
        Avx512F.Min(Vector512.Create(most), Avx512F.Max(Vector512.Create(least), floats.AsSingle())).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Canonical(Vector512<uint> words)
    {
        var numbers = Vector512.Equals(words.AsSingle(), words.AsSingle()).AsUInt32();
        return Vector512.ConditionalSelect(numbers, words, Vector512.Create(Law.NaN));
    }

    [MethodImpl(AggressiveInlining)]
    public static Double8 Lower(Vector512<uint> floats) =>
        new(Avx512F.ConvertToVector512Double(floats.AsSingle().GetLower()));

    [MethodImpl(AggressiveInlining)]
    public static Double8 Upper(Vector512<uint> floats) =>
        new(Avx512F.ConvertToVector512Double(floats.AsSingle().GetUpper()));

    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Narrow(Double8 lower, Double8 upper) => Avx512F.ConvertToVector256Single(lower.Value)
        .ToVector512Unsafe().WithUpper(Avx512F.ConvertToVector256Single(upper.Value)).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static bool AllEqual(Vector512<uint> a, Vector512<uint> b) => Vector512.EqualsAll(a, b);

    [MethodImpl(AggressiveInlining)]
    public static bool AllInside(Vector512<uint> words, uint mask, uint first, uint count) => Vector512.LessThanAll(
        (words & Vector512.Create(mask)) - Vector512.Create(first), Vector512.Create(count));
}
