// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 2 · 4 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles128
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T1x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        Vector128<float> c00, c01;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector128.Load(p + 0); c01 = Vector128.Load(p + 4);
        }
        else
        {
            c00 = c01 = Vector128<float>.Zero;
        }

        nint left = kc, turn = (kc + 0) / 1;
        while (left > 0)
        {
            var end = b + Math.Min(left, turn) * 8;
            left -= turn;
            for (; b < end - 24; b += 32)
            {
                {
                    Vector128<float> b0 = Vector128.Load(b + 0 + 0), b1 = Vector128.Load(b + 0 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 8 + 0), b1 = Vector128.Load(b + 8 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 16 + 0), b1 = Vector128.Load(b + 16 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 24 + 0), b1 = Vector128.Load(b + 24 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }
            }

            for (; b < end; b += 8)
                {
                    Vector128<float> b0 = Vector128.Load(b + 0 + 0), b1 = Vector128.Load(b + 0 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    a += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 4);
        c00 = c00 + c01;
        return Vector128.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T2x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        Vector128<float> c00, c01;
        Vector128<float> c10, c11;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector128.Load(p + 0); c01 = Vector128.Load(p + 4); p += ldc;
            c10 = Vector128.Load(p + 0); c11 = Vector128.Load(p + 4);
        }
        else
        {
            c00 = c01 = Vector128<float>.Zero;
            c10 = c11 = Vector128<float>.Zero;
        }

        nint left = kc, turn = (kc + 1) / 2;
        while (left > 0)
        {
            var end = b + Math.Min(left, turn) * 8;
            left -= turn;
            for (; b < end - 24; b += 32)
            {
                {
                    Vector128<float> b0 = Vector128.Load(b + 0 + 0), b1 = Vector128.Load(b + 0 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 8 + 0), b1 = Vector128.Load(b + 8 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 16 + 0), b1 = Vector128.Load(b + 16 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 24 + 0), b1 = Vector128.Load(b + 24 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }
            }

            for (; b < end; b += 8)
                {
                    Vector128<float> b0 = Vector128.Load(b + 0 + 0), b1 = Vector128.Load(b + 0 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    a += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 4); c += ldc;
        c10.Store(c + 0); c11.Store(c + 4);
        c00 = c00 + c01;
        c01 = c10 + c11;
        c00 = c00 + c01;
        return Vector128.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T3x2(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        Vector128<float> c00, c01;
        Vector128<float> c10, c11;
        Vector128<float> c20, c21;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector128.Load(p + 0); c01 = Vector128.Load(p + 4); p += ldc;
            c10 = Vector128.Load(p + 0); c11 = Vector128.Load(p + 4); p += ldc;
            c20 = Vector128.Load(p + 0); c21 = Vector128.Load(p + 4);
        }
        else
        {
            c00 = c01 = Vector128<float>.Zero;
            c10 = c11 = Vector128<float>.Zero;
            c20 = c21 = Vector128<float>.Zero;
        }

        nint left = kc, turn = (kc + 2) / 3;
        while (left > 0)
        {
            var end = b + Math.Min(left, turn) * 8;
            left -= turn;
            for (; b < end - 24; b += 32)
            {
                {
                    Vector128<float> b0 = Vector128.Load(b + 0 + 0), b1 = Vector128.Load(b + 0 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector128.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 8 + 0), b1 = Vector128.Load(b + 8 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector128.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 16 + 0), b1 = Vector128.Load(b + 16 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector128.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 24 + 0), b1 = Vector128.Load(b + 24 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector128.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }
            }

            for (; b < end; b += 8)
                {
                    Vector128<float> b0 = Vector128.Load(b + 0 + 0), b1 = Vector128.Load(b + 0 + 4);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00); c01 = Vector128.FusedMultiplyAdd(a0k, b1, c01);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10); c11 = Vector128.FusedMultiplyAdd(a1k, b1, c11);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20); c21 = Vector128.FusedMultiplyAdd(a2k, b1, c21);
                    a += term;
                }
        }

        c00.Store(c + 0); c01.Store(c + 4); c += ldc;
        c10.Store(c + 0); c11.Store(c + 4); c += ldc;
        c20.Store(c + 0); c21.Store(c + 4);
        c00 = c00 + c01;
        c01 = c10 + c11;
        c10 = c20 + c21;
        c00 = c00 + c01;
        c00 = c00 + c10;
        return Vector128.EqualsAll(c00, c00) ? 0 : 1;
    }
}
