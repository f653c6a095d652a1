// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 3 · 16 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles512
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T7x3(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float* a3 = a + 3 * row, a6 = a + 6 * row;
        Vector512<float> c00, c01, c02;
        Vector512<float> c10, c11, c12;
        Vector512<float> c20, c21, c22;
        Vector512<float> c30, c31, c32;
        Vector512<float> c40, c41, c42;
        Vector512<float> c50, c51, c52;
        Vector512<float> c60, c61, c62;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0); c01 = Vector512.Load(p + 16); c02 = Vector512.Load(p + 32); p += ldc;
            c10 = Vector512.Load(p + 0); c11 = Vector512.Load(p + 16); c12 = Vector512.Load(p + 32); p += ldc;
            c20 = Vector512.Load(p + 0); c21 = Vector512.Load(p + 16); c22 = Vector512.Load(p + 32); p += ldc;
            c30 = Vector512.Load(p + 0); c31 = Vector512.Load(p + 16); c32 = Vector512.Load(p + 32); p += ldc;
            c40 = Vector512.Load(p + 0); c41 = Vector512.Load(p + 16); c42 = Vector512.Load(p + 32); p += ldc;
            c50 = Vector512.Load(p + 0); c51 = Vector512.Load(p + 16); c52 = Vector512.Load(p + 32); p += ldc;
            c60 = Vector512.Load(p + 0); c61 = Vector512.Load(p + 16); c62 = Vector512.Load(p + 32);
        }
        else
        {
            c00 = c01 = c02 = Vector512<float>.Zero;
            c10 = c11 = c12 = Vector512<float>.Zero;
            c20 = c21 = c22 = Vector512<float>.Zero;
            c30 = c31 = c32 = Vector512<float>.Zero;
            c40 = c41 = c42 = Vector512<float>.Zero;
            c50 = c51 = c52 = Vector512<float>.Zero;
            c60 = c61 = c62 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 6) / 7;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            Sse.Prefetch0(next + 16);
            Sse.Prefetch0(next + 32);
            next += ldc;
            var end = b + Math.Min(left, turn) * 48;
            left -= turn;
            for (; b < end - 144; b += 192)
            {
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16), b2 = Vector512.Load(b + 0 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 48 + 0), b1 = Vector512.Load(b + 48 + 16), b2 = Vector512.Load(b + 48 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 96 + 0), b1 = Vector512.Load(b + 96 + 16), b2 = Vector512.Load(b + 96 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 144 + 0), b1 = Vector512.Load(b + 144 + 16), b2 = Vector512.Load(b + 144 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    a += term; a3 += term; a6 += term;
                }
            }

            for (; b < end; b += 48)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16), b2 = Vector512.Load(b + 0 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    a += term; a3 += term; a6 += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 16); c02.Store(c + 32); c += ldc;
        c10.Store(c + 0); c11.Store(c + 16); c12.Store(c + 32); c += ldc;
        c20.Store(c + 0); c21.Store(c + 16); c22.Store(c + 32); c += ldc;
        c30.Store(c + 0); c31.Store(c + 16); c32.Store(c + 32); c += ldc;
        c40.Store(c + 0); c41.Store(c + 16); c42.Store(c + 32); c += ldc;
        c50.Store(c + 0); c51.Store(c + 16); c52.Store(c + 32); c += ldc;
        c60.Store(c + 0); c61.Store(c + 16); c62.Store(c + 32);
        c00 = c00 + c01;
        c01 = c02 + c10;
        c02 = c11 + c12;
        c10 = c20 + c21;
        c11 = c22 + c30;
        c12 = c31 + c32;
        c20 = c40 + c41;
        c21 = c42 + c50;
        c22 = c51 + c52;
        c30 = c60 + c61;
        c00 = c00 + c01;
        c01 = c02 + c10;
        c02 = c11 + c12;
        c10 = c20 + c21;
        c11 = c22 + c30;
        c00 = c00 + c01;
        c01 = c02 + c10;
        c02 = c11 + c62;
        c00 = c00 + c01;
        c00 = c00 + c02;
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T8x3(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float* a3 = a + 3 * row, a6 = a + 6 * row;
        Vector512<float> c00, c01, c02;
        Vector512<float> c10, c11, c12;
        Vector512<float> c20, c21, c22;
        Vector512<float> c30, c31, c32;
        Vector512<float> c40, c41, c42;
        Vector512<float> c50, c51, c52;
        Vector512<float> c60, c61, c62;
        Vector512<float> c70, c71, c72;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0); c01 = Vector512.Load(p + 16); c02 = Vector512.Load(p + 32); p += ldc;
            c10 = Vector512.Load(p + 0); c11 = Vector512.Load(p + 16); c12 = Vector512.Load(p + 32); p += ldc;
            c20 = Vector512.Load(p + 0); c21 = Vector512.Load(p + 16); c22 = Vector512.Load(p + 32); p += ldc;
            c30 = Vector512.Load(p + 0); c31 = Vector512.Load(p + 16); c32 = Vector512.Load(p + 32); p += ldc;
            c40 = Vector512.Load(p + 0); c41 = Vector512.Load(p + 16); c42 = Vector512.Load(p + 32); p += ldc;
            c50 = Vector512.Load(p + 0); c51 = Vector512.Load(p + 16); c52 = Vector512.Load(p + 32); p += ldc;
            c60 = Vector512.Load(p + 0); c61 = Vector512.Load(p + 16); c62 = Vector512.Load(p + 32); p += ldc;
            c70 = Vector512.Load(p + 0); c71 = Vector512.Load(p + 16); c72 = Vector512.Load(p + 32);
        }
        else
        {
            c00 = c01 = c02 = Vector512<float>.Zero;
            c10 = c11 = c12 = Vector512<float>.Zero;
            c20 = c21 = c22 = Vector512<float>.Zero;
            c30 = c31 = c32 = Vector512<float>.Zero;
            c40 = c41 = c42 = Vector512<float>.Zero;
            c50 = c51 = c52 = Vector512<float>.Zero;
            c60 = c61 = c62 = Vector512<float>.Zero;
            c70 = c71 = c72 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 7) / 8;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            Sse.Prefetch0(next + 16);
            Sse.Prefetch0(next + 32);
            next += ldc;
            var end = b + Math.Min(left, turn) * 48;
            left -= turn;
            for (; b < end - 144; b += 192)
            {
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16), b2 = Vector512.Load(b + 0 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71); c72 = Vector512.FusedMultiplyAdd(a7k, b2, c72);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 48 + 0), b1 = Vector512.Load(b + 48 + 16), b2 = Vector512.Load(b + 48 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71); c72 = Vector512.FusedMultiplyAdd(a7k, b2, c72);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 96 + 0), b1 = Vector512.Load(b + 96 + 16), b2 = Vector512.Load(b + 96 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71); c72 = Vector512.FusedMultiplyAdd(a7k, b2, c72);
                    a += term; a3 += term; a6 += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 144 + 0), b1 = Vector512.Load(b + 144 + 16), b2 = Vector512.Load(b + 144 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71); c72 = Vector512.FusedMultiplyAdd(a7k, b2, c72);
                    a += term; a3 += term; a6 += term;
                }
            }

            for (; b < end; b += 48)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16), b2 = Vector512.Load(b + 0 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    var a3k = Vector512.Create(*a3); c30 = Vector512.FusedMultiplyAdd(a3k, b0, c30); c31 = Vector512.FusedMultiplyAdd(a3k, b1, c31); c32 = Vector512.FusedMultiplyAdd(a3k, b2, c32);
                    var a4k = Vector512.Create(a3[row]); c40 = Vector512.FusedMultiplyAdd(a4k, b0, c40); c41 = Vector512.FusedMultiplyAdd(a4k, b1, c41); c42 = Vector512.FusedMultiplyAdd(a4k, b2, c42);
                    var a5k = Vector512.Create(a3[row2]); c50 = Vector512.FusedMultiplyAdd(a5k, b0, c50); c51 = Vector512.FusedMultiplyAdd(a5k, b1, c51); c52 = Vector512.FusedMultiplyAdd(a5k, b2, c52);
                    var a6k = Vector512.Create(*a6); c60 = Vector512.FusedMultiplyAdd(a6k, b0, c60); c61 = Vector512.FusedMultiplyAdd(a6k, b1, c61); c62 = Vector512.FusedMultiplyAdd(a6k, b2, c62);
                    var a7k = Vector512.Create(a6[row]); c70 = Vector512.FusedMultiplyAdd(a7k, b0, c70); c71 = Vector512.FusedMultiplyAdd(a7k, b1, c71); c72 = Vector512.FusedMultiplyAdd(a7k, b2, c72);
                    a += term; a3 += term; a6 += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 16); c02.Store(c + 32); c += ldc;
        c10.Store(c + 0); c11.Store(c + 16); c12.Store(c + 32); c += ldc;
        c20.Store(c + 0); c21.Store(c + 16); c22.Store(c + 32); c += ldc;
        c30.Store(c + 0); c31.Store(c + 16); c32.Store(c + 32); c += ldc;
        c40.Store(c + 0); c41.Store(c + 16); c42.Store(c + 32); c += ldc;
        c50.Store(c + 0); c51.Store(c + 16); c52.Store(c + 32); c += ldc;
        c60.Store(c + 0); c61.Store(c + 16); c62.Store(c + 32); c += ldc;
        c70.Store(c + 0); c71.Store(c + 16); c72.Store(c + 32);
        c00 = c00 + c01;
        c01 = c02 + c10;
        c02 = c11 + c12;
        c10 = c20 + c21;
        c11 = c22 + c30;
        c12 = c31 + c32;
        c20 = c40 + c41;
        c21 = c42 + c50;
        c22 = c51 + c52;
        c30 = c60 + c61;
        c31 = c62 + c70;
        c32 = c71 + c72;
        c00 = c00 + c01;
        c01 = c02 + c10;
        c02 = c11 + c12;
        c10 = c20 + c21;
        c11 = c22 + c30;
        c12 = c31 + c32;
        c00 = c00 + c01;
        c01 = c02 + c10;
        c02 = c11 + c12;
        c00 = c00 + c01;
        c00 = c00 + c02;
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }
}
