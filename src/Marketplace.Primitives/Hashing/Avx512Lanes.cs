using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<ulong>;

namespace Marketplace.Primitives;

/// <summary>Eight messages: a lane is a 512-bit register.</summary>
internal readonly unsafe struct Avx512Lanes : IKeccakLanes<V>
{
    // Truth tables of three-input logic: bit 4a + 2b + c of the number is the result.
    private const byte AXorBXorC = 0x96;
    private const byte AXorNotBAndC = 0xD2;

    // Shuffle4x128: the even or the odd quarters of both operands.
    private const byte Even = 0x88;
    private const byte Odd = 0xDD;

    private static readonly KeccakCode? s_code = KeccakCode.Here;

    public static int Width => 8;

    public static bool HasCode => s_code is not null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V All(ulong value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Xor(V a, V b) => Avx512F.Xor(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Xor(V a, V b, V c) => Avx512F.TernaryLogic(a, b, c, AXorBXorC);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Chi(V a, V b, V c) => Avx512F.TernaryLogic(a, b, c, AXorNotBAndC);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V RotateLeft(V a, [ConstantExpected] byte count) => Avx512F.RotateLeft(a, count);

    // Eight rows of eight words to eight columns: pairs of words, then of quarters, then of halves.
    public static void Read(byte* rows, nint stride, V* columns)
    {
        var (r0, r1) = (Row(rows, 0, stride), Row(rows, 1, stride));
        var (r2, r3) = (Row(rows, 2, stride), Row(rows, 3, stride));
        var (r4, r5) = (Row(rows, 4, stride), Row(rows, 5, stride));
        var (r6, r7) = (Row(rows, 6, stride), Row(rows, 7, stride));
        Quarters(
            Avx512F.UnpackLow(r0, r1), Avx512F.UnpackLow(r2, r3),
            Avx512F.UnpackLow(r4, r5), Avx512F.UnpackLow(r6, r7), columns);
        Quarters(
            Avx512F.UnpackHigh(r0, r1), Avx512F.UnpackHigh(r2, r3),
            Avx512F.UnpackHigh(r4, r5), Avx512F.UnpackHigh(r6, r7), columns + 1);
    }

    public static void Hash(V* blocks, int count, V* lanes) => s_code!.Hash(blocks, count, lanes);

    // Each half of the messages as four lanes of four.
    public static void Write(V* lanes, Hash32* hashes)
    {
        var halves = (Vector256<ulong>*)lanes;
        Avx2Lanes.Transpose((byte*)halves, sizeof(V), (Vector256<ulong>*)hashes);
        Avx2Lanes.Transpose((byte*)(halves + 1), sizeof(V), (Vector256<ulong>*)(hashes + 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Row(byte* rows, nint number, nint stride) => Vector512.Load((ulong*)(rows + number * stride));

    // p, q, r, s hold two rows each: every quarter is one word of both. Writes columns 0, 2, 4, 6 of what it is given.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(V p, V q, V r, V s, V* columns)
    {
        var (even, odd) = (Avx512F.Shuffle4x128(p, q, Even), Avx512F.Shuffle4x128(p, q, Odd));
        var (evenBelow, oddBelow) = (Avx512F.Shuffle4x128(r, s, Even), Avx512F.Shuffle4x128(r, s, Odd));
        columns[0] = Avx512F.Shuffle4x128(even, evenBelow, Even);
        columns[4] = Avx512F.Shuffle4x128(even, evenBelow, Odd);
        columns[2] = Avx512F.Shuffle4x128(odd, oddBelow, Even);
        columns[6] = Avx512F.Shuffle4x128(odd, oddBelow, Odd);
    }
}
