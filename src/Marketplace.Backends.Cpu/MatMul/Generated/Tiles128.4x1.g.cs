// Printed by tools/KernelGen. Do not edit.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Tiles of 1 · 4 columns: see <see cref="Tiles"/>.</summary>
internal static unsafe partial class Tiles128
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int T4x1(
        float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)
    {
        var row2 = 2 * row;
        float* a3 = a + 3 * row;
        Vector128<float> c00;
        Vector128<float> c10;
        Vector128<float> c20;
        Vector128<float> c30;
        if (accumulate != 0)
        {
            var p = c;
            c00 = Vector128.Load(p + 0); p += ldc;
            c10 = Vector128.Load(p + 0); p += ldc;
            c20 = Vector128.Load(p + 0); p += ldc;
            c30 = Vector128.Load(p + 0);
        }
        else
        {
            c00 = Vector128<float>.Zero;
            c10 = Vector128<float>.Zero;
            c20 = Vector128<float>.Zero;
            c30 = Vector128<float>.Zero;
        }

        nint left = kc, turn = (kc + 3) / 4;
        while (left > 0)
        {
            var end = b + Math.Min(left, turn) * 4;
            left -= turn;
            for (; b < end - 12; b += 16)
            {
                {
                    Vector128<float> b0 = Vector128.Load(b + 0 + 0);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = Vector128.Create(*a3); c30 = Vector128.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 4 + 0);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = Vector128.Create(*a3); c30 = Vector128.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 8 + 0);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = Vector128.Create(*a3); c30 = Vector128.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }

                {
                    Vector128<float> b0 = Vector128.Load(b + 12 + 0);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = Vector128.Create(*a3); c30 = Vector128.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }
            }

            for (; b < end; b += 4)
                {
                    Vector128<float> b0 = Vector128.Load(b + 0 + 0);
                    var a0k = Vector128.Create(*a); c00 = Vector128.FusedMultiplyAdd(a0k, b0, c00);
                    var a1k = Vector128.Create(a[row]); c10 = Vector128.FusedMultiplyAdd(a1k, b0, c10);
                    var a2k = Vector128.Create(a[row2]); c20 = Vector128.FusedMultiplyAdd(a2k, b0, c20);
                    var a3k = Vector128.Create(*a3); c30 = Vector128.FusedMultiplyAdd(a3k, b0, c30);
                    a += term; a3 += term;
                }
        }

        c00.Store(c + 0); c += ldc;
        c10.Store(c + 0); c += ldc;
        c20.Store(c + 0); c += ldc;
        c30.Store(c + 0);
        c00 = c00 + c10;
        c10 = c20 + c30;
        c00 = c00 + c10;
        return Vector128.EqualsAll(c00, c00) ? 0 : 1;
    }
}
