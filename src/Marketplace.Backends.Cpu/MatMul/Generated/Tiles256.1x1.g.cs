// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 1 · 8 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles256
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T1x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        Vector256<float> c00;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector256.Load(p + 0);
        }
        else
        {
            c00 = Vector256<float>.Zero;
        }

        nint left = kc, turn = (kc + 0) / 1;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            next += ldc;
            var end = b + Math.Min(left, turn) * 8;
            left -= turn;
            for (; b < end - 24; b += 32)
            {
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 8 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 16 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 24 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }
            }

            for (; b < end; b += 8)
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }
        }

        c00.Store(c + 0);
        return Vector256.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T2x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        Vector256<float> c00;
        Vector256<float> c10;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector256.Load(p + 0); p += ldc;
            c10 = Vector256.Load(p + 0);
        }
        else
        {
            c00 = Vector256<float>.Zero;
            c10 = Vector256<float>.Zero;
        }

        nint left = kc, turn = (kc + 1) / 2;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            next += ldc;
            var end = b + Math.Min(left, turn) * 8;
            left -= turn;
            for (; b < end - 24; b += 32)
            {
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 8 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 16 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 24 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }
            }

            for (; b < end; b += 8)
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }
        }

        c00.Store(c + 0); c += ldc;
        c10.Store(c + 0);
        c00 = c00 + c10;
        return Vector256.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T3x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        Vector256<float> c00;
        Vector256<float> c10;
        Vector256<float> c20;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector256.Load(p + 0); p += ldc;
            c10 = Vector256.Load(p + 0); p += ldc;
            c20 = Vector256.Load(p + 0);
        }
        else
        {
            c00 = Vector256<float>.Zero;
            c10 = Vector256<float>.Zero;
            c20 = Vector256<float>.Zero;
        }

        nint left = kc, turn = (kc + 2) / 3;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            next += ldc;
            var end = b + Math.Min(left, turn) * 8;
            left -= turn;
            for (; b < end - 24; b += 32)
            {
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 8 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 16 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }

                {
                    Vector256<float> b0 = Vector256.Load(b + 24 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }
            }

            for (; b < end; b += 8)
                {
                    Vector256<float> b0 = Vector256.Load(b + 0 + 0);
                    var a0k = Vector256.Create(*a); c00 = Vector256.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector256.Create(a[row]); c10 = Vector256.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector256.Create(a[row2]); c20 = Vector256.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }
        }

        c00.Store(c + 0); c += ldc;
        c10.Store(c + 0); c += ldc;
        c20.Store(c + 0);
        c00 = c00 + c10;
        c00 = c00 + c20;
        return Vector256.EqualsAll(c00, c00) ? 0 : 1;
    }
}
