// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 1 · 1 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles1
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T4x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float* a3 = a + 3 * row;
        float c00;
        float c10;
        float c20;
        float c30;
        if (accumulate != 0)
        {
            var p = c;
            c00 = (p)[0]; p += ldc;
            c10 = (p)[0]; p += ldc;
            c20 = (p)[0]; p += ldc;
            c30 = (p)[0];
        }
        else
        {
            c00 = 0f;
            c10 = 0f;
            c20 = 0f;
            c30 = 0f;
        }

        nint left = kc, turn = (kc + 3) / 4;
        while (left > 0)
        {
            var end = b + Math.Min(left, turn) * 1;
            left -= turn;
            for (; b < end - 3; b += 4)
            {
                {
                    float b0 = (b + 0)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = *a3; c30 = MathF.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }

                {
                    float b0 = (b + 1)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = *a3; c30 = MathF.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }

                {
                    float b0 = (b + 2)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = *a3; c30 = MathF.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }

                {
                    float b0 = (b + 3)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = *a3; c30 = MathF.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }
            }

            for (; b < end; b += 1)
                {
                    float b0 = (b + 0)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = *a3; c30 = MathF.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }
        }

        c[0] = c00; c += ldc;
        c[0] = c10; c += ldc;
        c[0] = c20; c += ldc;
        c[0] = c30;
        c00 = c00 + c10;
        c10 = c20 + c30;
        c00 = c00 + c10;
        return float.IsNaN(c00) ? 1 : 0;
    }
}
