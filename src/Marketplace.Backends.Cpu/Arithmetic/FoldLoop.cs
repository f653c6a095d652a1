using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>The fixed tree over 32 lanes: x[l] = f(x[l], x[l + w]) for l &lt; w, w = 16, 8, 4, 2, 1.</summary>
internal static unsafe class FoldLoop<O> where O : struct, ILaneOperation
{
    /// <summary>See <see cref="RowKernels.Fold"/>.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Scalar(uint* lanes, nint rowStride, nint rows, uint* output)
    {
        var x = stackalloc uint[RowKernels.LaneCount / 2];
        for (nint row = 0; row < rows; row++, lanes += rowStride)
        {
            for (var l = 0; l < 16; l++) x[l] = O.Combine<ArithmeticScalar, uint>(lanes[l], lanes[l + 16]);
            for (var width = 8; width >= 1; width /= 2)
                for (var l = 0; l < width; l++) x[l] = O.Combine<ArithmeticScalar, uint>(x[l], x[l + width]);
            output[row] = Law.Canonical(x[0]);
        }
    }

    /// <summary>The same with 128-bit registers: four levels of the five are whole registers.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Vectors(uint* lanes, nint rowStride, nint rows, uint* output)
    {
        for (nint row = 0; row < rows; row++, lanes += rowStride)
        {
            var a = Both(Vector128.Load(lanes), Vector128.Load(lanes + 16));
            var b = Both(Vector128.Load(lanes + 4), Vector128.Load(lanes + 20));
            var c = Both(Vector128.Load(lanes + 8), Vector128.Load(lanes + 24));
            var d = Both(Vector128.Load(lanes + 12), Vector128.Load(lanes + 28));
            var x = Both(Both(a, c), Both(b, d));
            x = Both(x, Vector128.Shuffle(x, Vector128.Create(2u, 3, 2, 3)));
            x = Both(x, Vector128.Shuffle(x, Vector128.Create(1u, 1, 1, 1)));
            output[row] = Law.Canonical(x.ToScalar());
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector128<uint> Both(Vector128<uint> low, Vector128<uint> high) =>
        O.Combine<Arithmetic128, Vector128<uint>>(low, high);
}
