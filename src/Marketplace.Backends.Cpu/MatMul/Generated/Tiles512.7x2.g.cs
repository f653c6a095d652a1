// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 2 · 16 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles512
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T7x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float* a3 = a + 3 * row, a6 = a + 6 * row;
        Vector512<float> c00, c01;
        Vector512<float> c10, c11;
        Vector512<float> c20, c21;
        Vector512<float> c30, c31;
        Vector512<float> c40, c41;
        Vector512<float> c50, c51;
        Vector512<float> c60, c61;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0); c01 = Vector512.Load(p + 16); p += ldc;
            c10 = Vector512.Load(p + 0); c11 = Vector512.Load(p + 16); p += ldc;
            c20 = Vector512.Load(p + 0); c21 = Vector512.Load(p + 16); p += ldc;
            c30 = Vector512.Load(p + 0); c31 = Vector512.Load(p + 16); p += ldc;
            c40 = Vector512.Load(p + 0); c41 = Vector512.Load(p + 16); p += ldc;
            c50 = Vector512.Load(p + 0); c51 = Vector512.Load(p + 16); p += ldc;
            c60 = Vector512.Load(p + 0); c61 = Vector512.Load(p + 16);
        }
        else
        {
            c00 = c01 = Vector512<float>.Zero;
            c10 = c11 = Vector512<float>.Zero;
            c20 = c21 = Vector512<float>.Zero;
            c30 = c31 = Vector512<float>.Zero;
            c40 = c41 = Vector512<float>.Zero;
            c50 = c51 = Vector512<float>.Zero;
            c60 = c61 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 6) / 7;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            Sse.Prefetch0(next + 16);
            next += ldc;
            var end = b + Math.Min(left, turn) * 32;
            left -= turn;
            for (; b < end - 96; b += 128)
            {
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 32 + 0), b1 = Vector512.Load(b + 32 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 64 + 0), b1 = Vector512.Load(b + 64 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 96 + 0), b1 = Vector512.Load(b + 96 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    a += term; a3 += term; a6 += term;
                }
            }

            for (; b < end; b += 32)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    a += term; a3 += term; a6 += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 16); c += ldc;
        c10.Store(c + 0); c11.Store(c + 16); c += ldc;
        c20.Store(c + 0); c21.Store(c + 16); c += ldc;
        c30.Store(c + 0); c31.Store(c + 16); c += ldc;
        c40.Store(c + 0); c41.Store(c + 16); c += ldc;
        c50.Store(c + 0); c51.Store(c + 16); c += ldc;
        c60.Store(c + 0); c61.Store(c + 16);
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c11 = c30 + c31;
        c20 = c40 + c41;
        c21 = c50 + c51;
        c30 = c60 + c61;
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c00 = c00 + c01;
        c01 = c10 + c30;
        c00 = c00 + c01;
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T8x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float* a3 = a + 3 * row, a6 = a + 6 * row;
        Vector512<float> c00, c01;
        Vector512<float> c10, c11;
        Vector512<float> c20, c21;
        Vector512<float> c30, c31;
        Vector512<float> c40, c41;
        Vector512<float> c50, c51;
        Vector512<float> c60, c61;
        Vector512<float> c70, c71;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0); c01 = Vector512.Load(p + 16); p += ldc;
            c10 = Vector512.Load(p + 0); c11 = Vector512.Load(p + 16); p += ldc;
            c20 = Vector512.Load(p + 0); c21 = Vector512.Load(p + 16); p += ldc;
            c30 = Vector512.Load(p + 0); c31 = Vector512.Load(p + 16); p += ldc;
            c40 = Vector512.Load(p + 0); c41 = Vector512.Load(p + 16); p += ldc;
            c50 = Vector512.Load(p + 0); c51 = Vector512.Load(p + 16); p += ldc;
            c60 = Vector512.Load(p + 0); c61 = Vector512.Load(p + 16); p += ldc;
            c70 = Vector512.Load(p + 0); c71 = Vector512.Load(p + 16);
        }
        else
        {
            c00 = c01 = Vector512<float>.Zero;
            c10 = c11 = Vector512<float>.Zero;
            c20 = c21 = Vector512<float>.Zero;
            c30 = c31 = Vector512<float>.Zero;
            c40 = c41 = Vector512<float>.Zero;
            c50 = c51 = Vector512<float>.Zero;
            c60 = c61 = Vector512<float>.Zero;
            c70 = c71 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 7) / 8;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            Sse.Prefetch0(next + 16);
            next += ldc;
            var end = b + Math.Min(left, turn) * 32;
            left -= turn;
            for (; b < end - 96; b += 128)
            {
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 32 + 0), b1 = Vector512.Load(b + 32 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 64 + 0), b1 = Vector512.Load(b + 64 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 96 + 0), b1 = Vector512.Load(b + 96 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71);
                    a += term; a3 += term; a6 += term;
                }
            }

            for (; b < end; b += 32)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71);
                    a += term; a3 += term; a6 += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 16); c += ldc;
        c10.Store(c + 0); c11.Store(c + 16); c += ldc;
        c20.Store(c + 0); c21.Store(c + 16); c += ldc;
        c30.Store(c + 0); c31.Store(c + 16); c += ldc;
        c40.Store(c + 0); c41.Store(c + 16); c += ldc;
        c50.Store(c + 0); c51.Store(c + 16); c += ldc;
        c60.Store(c + 0); c61.Store(c + 16); c += ldc;
        c70.Store(c + 0); c71.Store(c + 16);
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c11 = c30 + c31;
        c20 = c40 + c41;
        c21 = c50 + c51;
        c30 = c60 + c61;
        c31 = c70 + c71;
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c11 = c30 + c31;
        c00 = c00 + c01;
        c01 = c10 + c11;
        c00 = c00 + c01;
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }
}
