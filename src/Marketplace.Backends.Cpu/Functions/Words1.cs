using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using static System.BitConverter;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>One word.</summary>
internal readonly unsafe struct Words1 : IWordLanes<uint, Double1>
{
    public static int Count => 1;

    [MethodImpl(AggressiveInlining)]
    public static uint Load(uint* source) => *source;

    [MethodImpl(AggressiveInlining)]
    public static void Store(uint words, uint* target) => *target = words;

    [MethodImpl(AggressiveInlining)]
    public static uint Constant(uint bits) => bits;

    [MethodImpl(AggressiveInlining)]
    public static uint And(uint a, uint b) => a & b;

    [MethodImpl(AggressiveInlining)]
    public static uint Xor(uint a, uint b) => a ^ b;

    [MethodImpl(AggressiveInlining)]
    public static uint Within(uint floats, float least, float most)
    {
        var x = UInt32BitsToSingle(floats);
        if (least > x) x = least;
        return SingleToUInt32Bits(most < x ? most : x);
    }

    [MethodImpl(AggressiveInlining)]
    public static uint Canonical(uint words) => Law.Canonical(words);

    [MethodImpl(AggressiveInlining)]
    public static Double1 Lower(uint floats) => new(UInt32BitsToSingle(floats));

    [MethodImpl(AggressiveInlining)]
    public static Double1 Upper(uint floats) => Lower(floats);

    [MethodImpl(AggressiveInlining)]
    public static uint Narrow(Double1 lower, Double1 upper) => SingleToUInt32Bits((float)lower.Value);

    [MethodImpl(AggressiveInlining)]
    public static bool AllEqual(uint a, uint b) => a == b;

    [MethodImpl(AggressiveInlining)]
    public static bool AllInside(uint words, uint mask, uint first, uint count) =>
        unchecked((words & mask) - first) < count;
}
