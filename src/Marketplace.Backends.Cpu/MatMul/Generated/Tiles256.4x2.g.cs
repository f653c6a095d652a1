// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 2 · 8 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles256
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T4x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float* a3 = a + 3 * row;
        Vector256<float> c00, c01;
        Vector256<float> c10, c11;
        Vector256<float> c20, c21;
        Vector256<float> c30, c31;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector256.Load(p + 0); c01 = Vector256.Load(p + 8); p += ldc;
            c10 = Vector256.Load(p + 0); c11 = Vector256.Load(p + 8); p += ldc;
            c20 = Vector256.Load(p + 0); c21 = Vector256.Load(p + 8); p += ldc;
            c30 = Vector256.Load(p + 0); c31 = Vector256.Load(p + 8);
        }
        else
        {
            c00 = c01 = Vector256<float>.Zero;
            c10 = c11 = Vector256<float>.Zero;
            c20 = c21 = Vector256<float>.Zero;
            c30 = c31 = Vector256<float>.Zero;
        }

        nint left = kc, turn = (kc + 3) / 4;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            Sse.Prefetch0(next + 8);
            next += ldc;
            var end = b + Math.Min(left, turn) * 16;
            left -= turn;
            for (; b < end - 48; b += 64)
            {
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0), b1 = Vector256.Load(b + 0 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    a += term; a3 += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 16 + 0), b1 = Vector256.Load(b + 16 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    a += term; a3 += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 32 + 0), b1 = Vector256.Load(b + 32 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    a += term; a3 += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 48 + 0), b1 = Vector256.Load(b + 48 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    a += term; a3 += term;
                }
            }

            for (; b < end; b += 16)
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0), b1 = Vector256.Load(b + 0 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    a += term; a3 += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 8); c += ldc;
        c10.Store(c + 0); c11.Store(c + 8); c += ldc;
        c20.Store(c + 0); c21.Store(c + 8); c += ldc;
        c30.Store(c + 0); c31.Store(c + 8);
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c11 = c30 + c31;
        c00 = c00 + c01;
        c01 = c10 + c11;
        c00 = c00 + c01;
        return Vector256.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T5x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float* a3 = a + 3 * row;
        Vector256<float> c00, c01;
        Vector256<float> c10, c11;
        Vector256<float> c20, c21;
        Vector256<float> c30, c31;
        Vector256<float> c40, c41;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector256.Load(p + 0); c01 = Vector256.Load(p + 8); p += ldc;
            c10 = Vector256.Load(p + 0); c11 = Vector256.Load(p + 8); p += ldc;
            c20 = Vector256.Load(p + 0); c21 = Vector256.Load(p + 8); p += ldc;
            c30 = Vector256.Load(p + 0); c31 = Vector256.Load(p + 8); p += ldc;
            c40 = Vector256.Load(p + 0); c41 = Vector256.Load(p + 8);
        }
        else
        {
            c00 = c01 = Vector256<float>.Zero;
            c10 = c11 = Vector256<float>.Zero;
            c20 = c21 = Vector256<float>.Zero;
            c30 = c31 = Vector256<float>.Zero;
            c40 = c41 = Vector256<float>.Zero;
        }

        nint left = kc, turn = (kc + 4) / 5;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            Sse.Prefetch0(next + 8);
            next += ldc;
            var end = b + Math.Min(left, turn) * 16;
            left -= turn;
            for (; b < end - 48; b += 64)
            {
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0), b1 = Vector256.Load(b + 0 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    a += term; a3 += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 16 + 0), b1 = Vector256.Load(b + 16 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    a += term; a3 += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 32 + 0), b1 = Vector256.Load(b + 32 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    a += term; a3 += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 48 + 0), b1 = Vector256.Load(b + 48 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    a += term; a3 += term;
                }
            }

            for (; b < end; b += 16)
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0), b1 = Vector256.Load(b + 0 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    a += term; a3 += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 8); c += ldc;
        c10.Store(c + 0); c11.Store(c + 8); c += ldc;
        c20.Store(c + 0); c21.Store(c + 8); c += ldc;
        c30.Store(c + 0); c31.Store(c + 8); c += ldc;
        c40.Store(c + 0); c41.Store(c + 8);
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c11 = c30 + c31;
        c20 = c40 + c41;
        c00 = c00 + c01;
        c01 = c10 + c11;
        c00 = c00 + c01;
        c00 = c00 + c20;
        return Vector256.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T6x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float* a3 = a + 3 * row;
        Vector256<float> c00, c01;
        Vector256<float> c10, c11;
        Vector256<float> c20, c21;
        Vector256<float> c30, c31;
        Vector256<float> c40, c41;
        Vector256<float> c50, c51;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector256.Load(p + 0); c01 = Vector256.Load(p + 8); p += ldc;
            c10 = Vector256.Load(p + 0); c11 = Vector256.Load(p + 8); p += ldc;
            c20 = Vector256.Load(p + 0); c21 = Vector256.Load(p + 8); p += ldc;
            c30 = Vector256.Load(p + 0); c31 = Vector256.Load(p + 8); p += ldc;
            c40 = Vector256.Load(p + 0); c41 = Vector256.Load(p + 8); p += ldc;
            c50 = Vector256.Load(p + 0); c51 = Vector256.Load(p + 8);
        }
        else
        {
            c00 = c01 = Vector256<float>.Zero;
            c10 = c11 = Vector256<float>.Zero;
            c20 = c21 = Vector256<float>.Zero;
            c30 = c31 = Vector256<float>.Zero;
            c40 = c41 = Vector256<float>.Zero;
            c50 = c51 = Vector256<float>.Zero;
        }

        nint left = kc, turn = (kc + 5) / 6;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            Sse.Prefetch0(next + 8);
            next += ldc;
            var end = b + Math.Min(left, turn) * 16;
            left -= turn;
            for (; b < end - 48; b += 64)
            {
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0), b1 = Vector256.Load(b + 0 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector256.Create(a3[row2]); c50 = Vector256.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector256.FusedMultiplyAdd(a5k, b1, c51);
                    a += term; a3 += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 16 + 0), b1 = Vector256.Load(b + 16 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector256.Create(a3[row2]); c50 = Vector256.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector256.FusedMultiplyAdd(a5k, b1, c51);
                    a += term; a3 += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 32 + 0), b1 = Vector256.Load(b + 32 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector256.Create(a3[row2]); c50 = Vector256.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector256.FusedMultiplyAdd(a5k, b1, c51);
                    a += term; a3 += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 48 + 0), b1 = Vector256.Load(b + 48 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector256.Create(a3[row2]); c50 = Vector256.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector256.FusedMultiplyAdd(a5k, b1, c51);
                    a += term; a3 += term;
                }
            }

            for (; b < end; b += 16)
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0), b1 = Vector256.Load(b + 0 + 8);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector256.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector256.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector256.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector256.Create(*a3); c30 = Vector256.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector256.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector256.Create(a3[row]); c40 = Vector256.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector256.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector256.Create(a3[row2]); c50 = Vector256.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector256.FusedMultiplyAdd(a5k, b1, c51);
                    a += term; a3 += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 8); c += ldc;
        c10.Store(c + 0); c11.Store(c + 8); c += ldc;
        c20.Store(c + 0); c21.Store(c + 8); c += ldc;
        c30.Store(c + 0); c31.Store(c + 8); c += ldc;
        c40.Store(c + 0); c41.Store(c + 8); c += ldc;
        c50.Store(c + 0); c51.Store(c + 8);
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c11 = c30 + c31;
        c20 = c40 + c41;
        c21 = c50 + c51;
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c00 = c00 + c01;
        c00 = c00 + c10;
        return Vector256.EqualsAll(c00, c00) ? 0 : 1;
    }
}
