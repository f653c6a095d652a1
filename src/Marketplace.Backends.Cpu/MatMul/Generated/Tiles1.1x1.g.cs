// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 1 · 1 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles1
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T1x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        float c00;
        if (accumulate != 0)
        {
            var p = c;
            c00 = (p)[0];
        }
        else
        {
            c00 = 0f;
        }

        nint left = kc, turn = (kc + 0) / 1;
        while (left > 0)
        {
            var end = b + Math.Min(left, turn) * 1;
            left -= turn;
            for (; b < end - 3; b += 4)
            {
                {
                    float b0 = (b + 0)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }

                {
                    float b0 = (b + 1)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }

                {
                    float b0 = (b + 2)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }

                {
                    float b0 = (b + 3)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }
            }

            for (; b < end; b += 1)
                {
                    float b0 = (b + 0)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }
        }

        c[0] = c00;
        return float.IsNaN(c00) ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T2x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        float c00;
        float c10;
        if (accumulate != 0)
        {
            var p = c;
            c00 = (p)[0]; p += ldc;
            c10 = (p)[0];
        }
        else
        {
            c00 = 0f;
            c10 = 0f;
        }

        nint left = kc, turn = (kc + 1) / 2;
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
                    a += term;
                }

                {
                    float b0 = (b + 1)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }

                {
                    float b0 = (b + 2)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }

                {
                    float b0 = (b + 3)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }
            }

            for (; b < end; b += 1)
                {
                    float b0 = (b + 0)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }
        }

        c[0] = c00; c += ldc;
        c[0] = c10;
        c00 = c00 + c10;
        return float.IsNaN(c00) ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T3x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float c00;
        float c10;
        float c20;
        if (accumulate != 0)
        {
            var p = c;
            c00 = (p)[0]; p += ldc;
            c10 = (p)[0]; p += ldc;
            c20 = (p)[0];
        }
        else
        {
            c00 = 0f;
            c10 = 0f;
            c20 = 0f;
        }

        nint left = kc, turn = (kc + 2) / 3;
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
                    a += term;
                }

                {
                    float b0 = (b + 1)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }

                {
                    float b0 = (b + 2)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }

                {
                    float b0 = (b + 3)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }
            }

            for (; b < end; b += 1)
                {
                    float b0 = (b + 0)[0];
                    var a0k = *a; c00 = MathF.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = a[row]; c10 = MathF.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = a[row2]; c20 = MathF.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }
        }

        c[0] = c00; c += ldc;
        c[0] = c10; c += ldc;
        c[0] = c20;
        c00 = c00 + c10;
        c00 = c00 + c20;
        return float.IsNaN(c00) ? 1 : 0;
    }
}
