using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Backends.Cpu.MatMul;

namespace Marketplace.Backends.Cpu.Int8;

/// <summary>One int8 product, element after element: where there are no dot products of bytes.</summary>
internal sealed unsafe class PlainInt8Product(CpuPath path) : IShared
{
    private const int RowsAtOnce = 4;

    private int _m, _n, _words, _next;
    private Side _a, _b;
    private int* _c;
    private nint _ldc;

    public void Set(int m, int n, int words, Side a, Side b, int* c, nint ldc)
    {
        (_m, _n, _words, _a, _b, _ldc, _next) = (m, n, words, a, b, ldc, 0);
        _c = c;
    }

    public void Share(int thread)
    {
        for (int first; (first = Interlocked.Add(ref _next, RowsAtOnce) - RowsAtOnce) < _m;)
            Rows(path, first, Math.Min(_m, first + RowsAtOnce), _n, _words, _a, _b, _c, _ldc);
    }

    public static void Rows(CpuPath path, int from, int to, int n, int words, Side a, Side b, int* c, nint ldc)
    {
        for (var j = 0; j < n; j++)
        {
            for (var i = from; i < to; i++)
            {
                var (x, y) = ((nint)(a.Start + i * a.Row), (nint)(b.Start + j * b.Row));
                c[i * ldc + j] = path >= CpuPath.Avx2 ? Dot256((sbyte*)x, (sbyte*)y, 4 * words) : Dot((sbyte*)x, (sbyte*)y, 4 * words);
            }
        }
    }

    private static int Dot(sbyte* x, sbyte* y, int count)
    {
        var sum = 0;
        for (var k = 0; k < count; k++) sum += x[k] * y[k];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Dot256(sbyte* x, sbyte* y, int count)
    {
        var sums = Vector256<int>.Zero;
        var k = 0;
        for (; k + 16 <= count; k += 16)
            sums += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(x + k), Avx2.ConvertToVector256Int16(y + k));
        return Vector256.Sum(sums) + Dot(x + k, y + k, count - k);
    }
}
