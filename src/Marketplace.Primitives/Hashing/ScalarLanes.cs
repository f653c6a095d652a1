using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Marketplace.Primitives;

/// <summary>One message: a lane is a 64-bit register.</summary>
internal readonly unsafe struct ScalarLanes : IKeccakLanes<ulong>
{
    public static int Width => 1;

    public static bool HasCode => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong All(ulong value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Xor(ulong a, ulong b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Xor(ulong a, ulong b, ulong c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Chi(ulong a, ulong b, ulong c) => a ^ (~b & c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong RotateLeft(ulong a, [ConstantExpected] byte count) => BitOperations.RotateLeft(a, count);

    public static void Read(byte* messages, nint stride, ulong* lanes)
    {
        for (var i = 0; i < 8; i++) lanes[i] = ((ulong*)messages)[i];
    }

    public static void Hash(ulong* blocks, int count, ulong* lanes) => throw new InvariantBrokenException("this width has no code");

    public static void Write(ulong* lanes, Hash32* hashes) => *hashes = *(Hash32*)lanes;
}
