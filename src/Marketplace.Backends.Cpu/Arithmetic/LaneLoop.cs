using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>The 32 chains of a row, side by side: the order inside each is the law's, so the width of the registers
/// cannot change a bit.</summary>
internal static unsafe class LaneLoop<O, A, L, W>
    where O : struct, ILaneOperation
    where A : struct, IArithmetic<W>
    where L : struct, IWordVector<W>
    where W : unmanaged
{
    /// <summary>See <see cref="RowKernels.Lanes"/>.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Run(uint* input, nint rowStride, nint columns, nint rows, uint* output)
    {
        for (nint row = 0; row < rows; row++, input += rowStride, output += RowKernels.LaneCount)
            Row(input, columns, output);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Row(uint* x, nint columns, uint* lanes)
    {
        var whole = columns & -(nint)RowKernels.LaneCount;
        // Two registers at a time: their chains hide each other's latency.
        for (var lane = 0; lane < RowKernels.LaneCount; lane += 2 * L.Count)
        {
            var first = A.Constant(O.Initial);
            var second = first;
            for (nint column = lane; column < whole; column += RowKernels.LaneCount)
            {
                first = O.Combine<A, W>(first, L.Load(x + column));
                second = O.Combine<A, W>(second, L.Load(x + column + L.Count));
            }

            L.Store(L.Canonical(first), lanes + lane);
            L.Store(L.Canonical(second), lanes + lane + L.Count);
        }

        for (var column = whole; column < columns; column++)
        {
            ref var acc = ref lanes[column - whole];
            acc = Law.Canonical(O.Combine<ArithmeticScalar, uint>(acc, x[column]));
        }
    }
}
