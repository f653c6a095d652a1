using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Arithmetic;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Fusion;

/// <summary>The 32 chains of a row whose words are computed as they are needed.</summary>
internal static unsafe class FusedLaneLoop<O, M, A, L, W>
    where O : struct, ILaneOperation
    where M : struct, IMapOperation
    where A : struct, IArithmetic<W>
    where L : struct, IWordVector<W>
    where W : unmanaged
{
    /// <summary>The 32 accumulators of one row, canonical (F4). The output overlaps no operand.</summary>
    /// <param name="operands">First words of the row, each running along.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Run(uint** operands, uint* immediates, nint columns, uint* output)
    {
        var a = operands[0];
        var b = M.Operands > 1 ? operands[1] : a;
        var c = M.Operands > 2 ? operands[2] : a;
        var d = M.Operands > 3 ? operands[3] : a;
        var i = M.Immediates > 0 ? A.Constant(immediates[0]) : default;
        var j = M.Immediates > 1 ? A.Constant(immediates[1]) : default;
        var k = M.Immediates > 2 ? A.Constant(immediates[2]) : default;
        var l = M.Immediates > 3 ? A.Constant(immediates[3]) : default;
        var whole = columns & -(nint)RowKernels.LaneCount;
        // Two registers at a time: their chains hide each other's latency.
        for (var lane = 0; lane < RowKernels.LaneCount; lane += 2 * L.Count)
        {
            var first = A.Constant(O.Initial);
            var second = first;
            for (nint column = lane; column < whole; column += RowKernels.LaneCount)
            {
                first = O.Combine<A, W>(first, Term(a, b, c, d, i, j, k, l, column));
                second = O.Combine<A, W>(second, Term(a, b, c, d, i, j, k, l, column + L.Count));
            }

            L.Store(L.Canonical(first), output + lane);
            L.Store(L.Canonical(second), output + lane + L.Count);
        }

        for (var column = whole; column < columns; column++)
        {
            ref var acc = ref output[column - whole];
            acc = Law.Canonical(O.Combine<ArithmeticScalar, uint>(acc, Single(a, b, c, d, immediates, column)));
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static W Term(uint* a, uint* b, uint* c, uint* d, W i, W j, W k, W l, nint column)
    {
        var x = L.Load(a + column);
        return M.Apply<A, W>(
            x,
            M.Operands > 1 ? L.Load(b + column) : x,
            M.Operands > 2 ? L.Load(c + column) : x,
            M.Operands > 3 ? L.Load(d + column) : x,
            i, j, k, l);
    }

    [MethodImpl(NoInlining)]
    private static uint Single(uint* a, uint* b, uint* c, uint* d, uint* immediates, nint column) =>
        M.Apply<ArithmeticScalar, uint>(
            a[column], b[column], c[column], d[column],
            M.Immediates > 0 ? immediates[0] : 0, M.Immediates > 1 ? immediates[1] : 0,
            M.Immediates > 2 ? immediates[2] : 0, M.Immediates > 3 ? immediates[3] : 0);
}
