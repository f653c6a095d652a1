using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Marketplace.Primitives;

/// <summary>keccak-f[1600] on as many messages at once as a lane holds.</summary>
internal static unsafe class KeccakPermutation<T, TLanes>
    where T : unmanaged
    where TLanes : struct, IKeccakLanes<T>
{
    /// <param name="s">25 lanes, lane x + 5y; overwritten.</param>
    /// <param name="block">17 lanes that are added to the first ones before.</param>
    /// <remarks>25 locals stay in registers or become operands in memory; an array would be stored every
    /// round.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Permute(T* s, T* block)
    {
        T a0 = TLanes.Xor(s[0], block[0]), a1 = TLanes.Xor(s[1], block[1]), a2 = TLanes.Xor(s[2], block[2]);
        T a3 = TLanes.Xor(s[3], block[3]), a4 = TLanes.Xor(s[4], block[4]), a5 = TLanes.Xor(s[5], block[5]);
        T a6 = TLanes.Xor(s[6], block[6]), a7 = TLanes.Xor(s[7], block[7]), a8 = TLanes.Xor(s[8], block[8]);
        T a9 = TLanes.Xor(s[9], block[9]), a10 = TLanes.Xor(s[10], block[10]), a11 = TLanes.Xor(s[11], block[11]);
        T a12 = TLanes.Xor(s[12], block[12]), a13 = TLanes.Xor(s[13], block[13]), a14 = TLanes.Xor(s[14], block[14]);
        T a15 = TLanes.Xor(s[15], block[15]), a16 = TLanes.Xor(s[16], block[16]);
        T a17 = s[17], a18 = s[18], a19 = s[19], a20 = s[20], a21 = s[21], a22 = s[22], a23 = s[23], a24 = s[24];

        foreach (var constant in KeccakConstants.Rounds)
        {
            // theta: the parity of every column, and what a column takes from its neighbours
            var c0 = TLanes.Xor(TLanes.Xor(a0, a5, a10), a15, a20);
            var c1 = TLanes.Xor(TLanes.Xor(a1, a6, a11), a16, a21);
            var c2 = TLanes.Xor(TLanes.Xor(a2, a7, a12), a17, a22);
            var c3 = TLanes.Xor(TLanes.Xor(a3, a8, a13), a18, a23);
            var c4 = TLanes.Xor(TLanes.Xor(a4, a9, a14), a19, a24);
            var d0 = TLanes.Xor(c4, TLanes.RotateLeft(c1, 1));
            var d1 = TLanes.Xor(c0, TLanes.RotateLeft(c2, 1));
            var d2 = TLanes.Xor(c1, TLanes.RotateLeft(c3, 1));
            var d3 = TLanes.Xor(c2, TLanes.RotateLeft(c4, 1));
            var d4 = TLanes.Xor(c3, TLanes.RotateLeft(c0, 1));

            // rho and pi row by row, chi and iota on each row
            T b0 = TLanes.Xor(a0, d0), b1 = Moved(a6, d1, 44), b2 = Moved(a12, d2, 43);
            T b3 = Moved(a18, d3, 21), b4 = Moved(a24, d4, 14);
            var e0 = TLanes.Xor(TLanes.Chi(b0, b1, b2), TLanes.All(constant));
            T e1 = TLanes.Chi(b1, b2, b3), e2 = TLanes.Chi(b2, b3, b4), e3 = TLanes.Chi(b3, b4, b0);
            T e4 = TLanes.Chi(b4, b0, b1);

            b0 = Moved(a3, d3, 28); b1 = Moved(a9, d4, 20); b2 = Moved(a10, d0, 3);
            b3 = Moved(a16, d1, 45); b4 = Moved(a22, d2, 61);
            T e5 = TLanes.Chi(b0, b1, b2), e6 = TLanes.Chi(b1, b2, b3), e7 = TLanes.Chi(b2, b3, b4);
            T e8 = TLanes.Chi(b3, b4, b0), e9 = TLanes.Chi(b4, b0, b1);

            b0 = Moved(a1, d1, 1); b1 = Moved(a7, d2, 6); b2 = Moved(a13, d3, 25);
            b3 = Moved(a19, d4, 8); b4 = Moved(a20, d0, 18);
            T e10 = TLanes.Chi(b0, b1, b2), e11 = TLanes.Chi(b1, b2, b3), e12 = TLanes.Chi(b2, b3, b4);
            T e13 = TLanes.Chi(b3, b4, b0), e14 = TLanes.Chi(b4, b0, b1);

            b0 = Moved(a4, d4, 27); b1 = Moved(a5, d0, 36); b2 = Moved(a11, d1, 10);
            b3 = Moved(a17, d2, 15); b4 = Moved(a23, d3, 56);
            T e15 = TLanes.Chi(b0, b1, b2), e16 = TLanes.Chi(b1, b2, b3), e17 = TLanes.Chi(b2, b3, b4);
            T e18 = TLanes.Chi(b3, b4, b0), e19 = TLanes.Chi(b4, b0, b1);

            b0 = Moved(a2, d2, 62); b1 = Moved(a8, d3, 55); b2 = Moved(a14, d4, 39);
            b3 = Moved(a15, d0, 41); b4 = Moved(a21, d1, 2);
            a20 = TLanes.Chi(b0, b1, b2); a21 = TLanes.Chi(b1, b2, b3);
            a22 = TLanes.Chi(b2, b3, b4); a23 = TLanes.Chi(b3, b4, b0);
            a24 = TLanes.Chi(b4, b0, b1);

            a0 = e0; a1 = e1; a2 = e2; a3 = e3; a4 = e4;
            a5 = e5; a6 = e6; a7 = e7; a8 = e8; a9 = e9;
            a10 = e10; a11 = e11; a12 = e12; a13 = e13; a14 = e14;
            a15 = e15; a16 = e16; a17 = e17; a18 = e18; a19 = e19;
        }

        s[0] = a0; s[1] = a1; s[2] = a2; s[3] = a3; s[4] = a4;
        s[5] = a5; s[6] = a6; s[7] = a7; s[8] = a8; s[9] = a9;
        s[10] = a10; s[11] = a11; s[12] = a12; s[13] = a13; s[14] = a14;
        s[15] = a15; s[16] = a16; s[17] = a17; s[18] = a18; s[19] = a19;
        s[20] = a20; s[21] = a21; s[22] = a22; s[23] = a23; s[24] = a24;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Moved(T a, T d, [ConstantExpected] byte count) => TLanes.RotateLeft(TLanes.Xor(a, d), count);
}
