// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 3 · 16 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles512
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T1x3(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        Vector512<float> c00, c01, c02;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0); c01 = Vector512.Load(p + 16); c02 = Vector512.Load(p + 32);
        }
        else
        {
            c00 = c01 = c02 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 0) / 1;
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
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 48 + 0), b1 = Vector512.Load(b + 48 + 16), b2 = Vector512.Load(b + 48 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 96 + 0), b1 = Vector512.Load(b + 96 + 16), b2 = Vector512.Load(b + 96 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 144 + 0), b1 = Vector512.Load(b + 144 + 16), b2 = Vector512.Load(b + 144 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    a += term;
                }
            }

            for (; b < end; b += 48)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16), b2 = Vector512.Load(b + 0 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    a += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 16); c02.Store(c + 32);
        c00 = c00 + c01;
        c00 = c00 + c02;
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T2x3(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        Vector512<float> c00, c01, c02;
        Vector512<float> c10, c11, c12;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0); c01 = Vector512.Load(p + 16); c02 = Vector512.Load(p + 32); p += ldc;
            c10 = Vector512.Load(p + 0); c11 = Vector512.Load(p + 16); c12 = Vector512.Load(p + 32);
        }
        else
        {
            c00 = c01 = c02 = Vector512<float>.Zero;
            c10 = c11 = c12 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 1) / 2;
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
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 48 + 0), b1 = Vector512.Load(b + 48 + 16), b2 = Vector512.Load(b + 48 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 96 + 0), b1 = Vector512.Load(b + 96 + 16), b2 = Vector512.Load(b + 96 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 144 + 0), b1 = Vector512.Load(b + 144 + 16), b2 = Vector512.Load(b + 144 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    a += term;
                }
            }

            for (; b < end; b += 48)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16), b2 = Vector512.Load(b + 0 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    a += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 16); c02.Store(c + 32); c += ldc;
        c10.Store(c + 0); c11.Store(c + 16); c12.Store(c + 32);
        c00 = c00 + c01;
        c01 = c02 + c10;
        c02 = c11 + c12;
        c00 = c00 + c01;
        c00 = c00 + c02;
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T3x3(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        Vector512<float> c00, c01, c02;
        Vector512<float> c10, c11, c12;
        Vector512<float> c20, c21, c22;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0); c01 = Vector512.Load(p + 16); c02 = Vector512.Load(p + 32); p += ldc;
            c10 = Vector512.Load(p + 0); c11 = Vector512.Load(p + 16); c12 = Vector512.Load(p + 32); p += ldc;
            c20 = Vector512.Load(p + 0); c21 = Vector512.Load(p + 16); c22 = Vector512.Load(p + 32);
        }
        else
        {
            c00 = c01 = c02 = Vector512<float>.Zero;
            c10 = c11 = c12 = Vector512<float>.Zero;
            c20 = c21 = c22 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 2) / 3;
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
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 48 + 0), b1 = Vector512.Load(b + 48 + 16), b2 = Vector512.Load(b + 48 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 96 + 0), b1 = Vector512.Load(b + 96 + 16), b2 = Vector512.Load(b + 96 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 144 + 0), b1 = Vector512.Load(b + 144 + 16), b2 = Vector512.Load(b + 144 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    a += term;
                }
            }

            for (; b < end; b += 48)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0), b1 = Vector512.Load(b + 0 + 16), b2 = Vector512.Load(b + 0 + 32);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector512.FusedMultiplyAdd(a0k, b1, c01); c02 = Vector512.FusedMultiplyAdd(a0k, b2, c02);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector512.FusedMultiplyAdd(a1k, b1, c11); c12 = Vector512.FusedMultiplyAdd(a1k, b2, c12);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector512.FusedMultiplyAdd(a2k, b1, c21); c22 = Vector512.FusedMultiplyAdd(a2k, b2, c22);
                    a += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 16); c02.Store(c + 32); c += ldc;
        c10.Store(c + 0); c11.Store(c + 16); c12.Store(c + 32); c += ldc;
        c20.Store(c + 0); c21.Store(c + 16); c22.Store(c + 32);
        c00 = c00 + c01;
        c01 = c02 + c10;
        c02 = c11 + c12;
        c10 = c20 + c21;
        c00 = c00 + c01;
        c01 = c02 + c10;
        c00 = c00 + c01;
        c00 = c00 + c22;
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }
}
