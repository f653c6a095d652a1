using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>Four words in a 128-bit register.</summary>
internal readonly unsafe struct Words4 : IWordLanes<Vector128<uint>, Double2>
{
    public static int Count => 4;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Load(uint* source) => Vector128.Load(source);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector128<uint> words, uint* target) => words.Store(target);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Constant(uint bits) => Vector128.Create(bits);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> And(Vector128<uint> a, Vector128<uint> b) => a & b;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Xor(Vector128<uint> a, Vector128<uint> b) => a ^ b;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Within(Vector128<uint> floats, float least, float most)
    {
        var (low, high, x) = (Vector128.Create(least), Vector128.Create(most), floats.AsSingle());
        x = Vector128.ConditionalSelect(Vector128.GreaterThan(low, x), low, x);
        return Vector128.ConditionalSelect(Vector128.LessThan(high, x), high, x).AsUInt32();
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Canonical(Vector128<uint> words)
    {
        var numbers = Vector128.Equals(words.AsSingle(), words.AsSingle()).AsUInt32();
        return Vector128.ConditionalSelect(numbers, words, Vector128.Create(Law.NaN));
    }

    [MethodImpl(AggressiveInlining)]
    public static Double2 Lower(Vector128<uint> floats) =>
        new(Vector128.WidenLower(floats.AsSingle()));

    [MethodImpl(AggressiveInlining)]
    public static Double2 Upper(Vector128<uint> floats) =>
        new(Vector128.WidenUpper(floats.AsSingle()));

    [MethodImpl(AggressiveInlining)]
    public static Vector128<uint> Narrow(Double2 lower, Double2 upper) =>
        Vector128.Narrow(lower.Value, upper.Value).AsUInt32();

    [MethodImpl(AggressiveInlining)]
    public static bool AllEqual(Vector128<uint> a, Vector128<uint> b) => Vector128.EqualsAll(a, b);

    [MethodImpl(AggressiveInlining)]
    public static bool AllInside(Vector128<uint> words, uint mask, uint first, uint count) => Vector128.LessThanAll(
        (words & Vector128.Create(mask)) - Vector128.Create(first), Vector128.Create(count));
}
