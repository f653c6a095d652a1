// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 2 · 1 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles1
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T1x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        float c00, c01;
        if (accumulate != 0)
        {
            var p = c;
            c00 = (p)[0]; c01 = (p)[1];
        }
        else
        {
            c00 = c01 = 0f;
        }

        nint left = kc, turn = (kc + 0) / 1;
        while (left > 0)
        {
            var end = b + Math.Min(left, turn) * 2;
            left -= turn;
            for (; b < end - 6; b += 8)
            {
                {
                    float b0 = (b + 0)[0], b1 = (b + 0)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }

                {
                    float b0 = (b + 2)[0], b1 = (b + 2)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }

                {
                    float b0 = (b + 4)[0], b1 = (b + 4)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }

                {
                    float b0 = (b + 6)[0], b1 = (b + 6)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }
            }

            for (; b < end; b += 2)
                {
                    float b0 = (b + 0)[0], b1 = (b + 0)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }
        }

        c[0] = c00; c[1] = c01;
        c00 = c00 + c01;
        return float.IsNaN(c00) ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T2x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        float c00, c01;
        float c10, c11;
        if (accumulate != 0)
        {
            var p = c;
            c00 = (p)[0]; c01 = (p)[1]; p += ldc;
            c10 = (p)[0]; c11 = (p)[1];
        }
        else
        {
            c00 = c01 = 0f;
            c10 = c11 = 0f;
        }

        nint left = kc, turn = (kc + 1) / 2;
        while (left > 0)
        {
            var end = b + Math.Min(left, turn) * 2;
            left -= turn;
            for (; b < end - 6; b += 8)
            {
                {
                    float b0 = (b + 0)[0], b1 = (b + 0)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }

                {
                    float b0 = (b + 2)[0], b1 = (b + 2)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }

                {
                    float b0 = (b + 4)[0], b1 = (b + 4)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }

                {
                    float b0 = (b + 6)[0], b1 = (b + 6)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }
            }

            for (; b < end; b += 2)
                {
                    float b0 = (b + 0)[0], b1 = (b + 0)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }
        }

        c[0] = c00; c[1] = c01; c += ldc;
        c[0] = c10; c[1] = c11;
        c00 = c00 + c01;
        c01 = c10 + c11;
        c00 = c00 + c01;
        return float.IsNaN(c00) ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T3x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float c00, c01;
        float c10, c11;
        float c20, c21;
        if (accumulate != 0)
        {
            var p = c;
            c00 = (p)[0]; c01 = (p)[1]; p += ldc;
            c10 = (p)[0]; c11 = (p)[1]; p += ldc;
            c20 = (p)[0]; c21 = (p)[1];
        }
        else
        {
            c00 = c01 = 0f;
            c10 = c11 = 0f;
            c20 = c21 = 0f;
        }

        nint left = kc, turn = (kc + 2) / 3;
        while (left > 0)
        {
            var end = b + Math.Min(left, turn) * 2;
            left -= turn;
            for (; b < end - 6; b += 8)
            {
                {
                    float b0 = (b + 0)[0], b1 = (b + 0)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20); c21 = MathF.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }

                {
                    float b0 = (b + 2)[0], b1 = (b + 2)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20); c21 = MathF.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }

                {
                    float b0 = (b + 4)[0], b1 = (b + 4)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20); c21 = MathF.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }

                {
                    float b0 = (b + 6)[0], b1 = (b + 6)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20); c21 = MathF.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }
            }

            for (; b < end; b += 2)
                {
                    float b0 = (b + 0)[0], b1 = (b + 0)[1];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00); c01 = MathF.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10); c11 = MathF.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20); c21 = MathF.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }
        }

        c[0] = c00; c[1] = c01; c += ldc;
        c[0] = c10; c[1] = c11; c += ldc;
        c[0] = c20; c[1] = c21;
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c00 = c00 + c01;
        c00 = c00 + c10;
        return float.IsNaN(c00) ? 1 : 0;
    }
}
