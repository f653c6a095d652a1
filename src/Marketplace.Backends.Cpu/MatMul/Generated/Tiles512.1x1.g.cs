// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 1 · 16 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles512
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T1x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        Vector512<float> c00;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0);
        }
        else
        {
            c00 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 0) / 1;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            next += ldc;
            var end = b + Math.Min(left, turn) * 16;
            left -= turn;
            for (; b < end - 48; b += 64)
            {
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 16 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 32 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 48 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }
            }

            for (; b < end; b += 16)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    a += term;
                }
        }

        c00.Store(c + 0);
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T2x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        Vector512<float> c00;
        Vector512<float> c10;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0); p += ldc;
            c10 = Vector512.Load(p + 0);
        }
        else
        {
            c00 = Vector512<float>.Zero;
            c10 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 1) / 2;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            next += ldc;
            var end = b + Math.Min(left, turn) * 16;
            left -= turn;
            for (; b < end - 48; b += 64)
            {
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 16 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 32 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 48 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }
            }

            for (; b < end; b += 16)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    a += term;
                }
        }

        c00.Store(c + 0); c += ldc;
        c10.Store(c + 0);
        c00 = c00 + c10;
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T3x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        Vector512<float> c00;
        Vector512<float> c10;
        Vector512<float> c20;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector512.Load(p + 0); p += ldc;
            c10 = Vector512.Load(p + 0); p += ldc;
            c20 = Vector512.Load(p + 0);
        }
        else
        {
            c00 = Vector512<float>.Zero;
            c10 = Vector512<float>.Zero;
            c20 = Vector512<float>.Zero;
        }

        nint left = kc, turn = (kc + 2) / 3;
        while (left > 0)
        {
            Sse.Prefetch0(next + 0);
            next += ldc;
            var end = b + Math.Min(left, turn) * 16;
            left -= turn;
            for (; b < end - 48; b += 64)
            {
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 16 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 32 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }

                {
                    Vector512<float> b0 = Vector512.Load(b + 48 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }
            }

            for (; b < end; b += 16)
                {
                    Vector512<float> b0 = Vector512.Load(b + 0 + 0);
                    var a0k = Vector512.Create(*a); c00 = Vector512.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector512.Create(a[row]); c10 = Vector512.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector512.Create(a[row2]); c20 = Vector512.FusedMultiplyAdd(a2k, b0, c20);
                    a += term;
                }
        }

        c00.Store(c + 0); c += ldc;
        c10.Store(c + 0); c += ldc;
        c20.Store(c + 0);
        c00 = c00 + c10;
        c00 = c00 + c20;
        return Vector512.EqualsAll(c00, c00) ? 0 : 1;
    }
}
