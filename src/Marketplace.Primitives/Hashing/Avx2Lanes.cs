using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<ulong>;

namespace Marketplace.Primitives;

/// <summary>Four messages: a lane is a 256-bit register.</summary>
internal readonly unsafe struct Avx2Lanes : IKeccakLanes<V>
{
    public static int Width => 4;

    public static bool HasCode => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V All(ulong value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Xor(V a, V b) => Avx2.Xor(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Xor(V a, V b, V c) => Avx2.Xor(Avx2.Xor(a, b), c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Chi(V a, V b, V c) => Avx2.Xor(a, Avx2.AndNot(b, c));

    // A rotation by whole bytes is one shuffle; any other is two shifts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V RotateLeft(V a, [ConstantExpected] byte count) => count switch
    {
        8 => Avx2.Shuffle(a.AsByte(), Vector256.Create(
            7, 0, 1, 2, 3, 4, 5, 6, 15, 8, 9, 10, 11, 12, 13, 14, 7, 0, 1, 2, 3, 4, 5, 6, 15, 8, 9, 10, 11, 12, 13, 14)
            .AsByte()).AsUInt64(),
        56 => Avx2.Shuffle(a.AsByte(), Vector256.Create(
            1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11, 12, 13, 14, 15, 8, 1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11, 12, 13, 14, 15, 8)
            .AsByte()).AsUInt64(),
        _ => (a << count) | (a >>> (64 - count)),
    };

    public static void Read(byte* messages, nint stride, V* lanes)
    {
        Transpose(messages, stride, lanes);
        Transpose(messages + sizeof(V), stride, lanes + 4);
    }

    public static void Hash(V* blocks, int count, V* lanes) => throw new InvariantBrokenException("this width has no code");

    public static void Write(V* lanes, Hash32* hashes) => Transpose((byte*)lanes, sizeof(V), (V*)hashes);

    // Four rows of four words to four columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(byte* rows, nint stride, V* columns)
    {
        var (r0, r1) = (Vector256.Load((ulong*)rows), Vector256.Load((ulong*)(rows + stride)));
        var (r2, r3) = (Vector256.Load((ulong*)(rows + 2 * stride)), Vector256.Load((ulong*)(rows + 3 * stride)));
        var (even01, odd01) = (Avx2.UnpackLow(r0, r1), Avx2.UnpackHigh(r0, r1));
        var (even23, odd23) = (Avx2.UnpackLow(r2, r3), Avx2.UnpackHigh(r2, r3));
        columns[0] = Avx2.Permute2x128(even01, even23, 0x20);
        columns[1] = Avx2.Permute2x128(odd01, odd23, 0x20);
        columns[2] = Avx2.Permute2x128(even01, even23, 0x31);
        columns[3] = Avx2.Permute2x128(odd01, odd23, 0x31);
    }
}
