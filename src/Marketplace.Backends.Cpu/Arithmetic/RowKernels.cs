using System.Runtime.Intrinsics;
using Marketplace.Backends.Cpu.Functions;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>What a row does with its lanes: add them, or keep the greatest by F3.</summary>
public enum LaneOperation
{
    Sum,
    Max,
}

/// <summary>The reductions of rows, chosen once by operation and path.</summary>
public static unsafe class RowKernels
{
    /// <summary>Lane l of a row takes its columns l, l + 32, l + 64 … in this order.</summary>
    public const int LaneCount = 32;

    /// <summary>
    /// The kernel (input, rowStride, columns, rows, output) of SumLanes and MaxLanes: row r begins at input + r ·
    /// rowStride words, its 32 accumulators go to output + 32 r, canonical (F4). A lane without terms keeps +0 or -∞.
    /// The output overlaps no input.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such path.</exception>
    public static delegate*<uint*, nint, nint, nint, uint*, void> Lanes(LaneOperation operation, CpuPath path) =>
        operation == LaneOperation.Sum ? Lanes<SumOperation>(path) : Lanes<GreatestOperation>(path);

    /// <summary>
    /// The kernel (lanes, rowStride, rows, output) of FoldLanes: the tree (B4) over the 32 words at lanes + r ·
    /// rowStride gives output[r], canonical. The output may begin where the lanes do.
    /// </summary>
    public static delegate*<uint*, nint, nint, uint*, void> Fold(LaneOperation operation, CpuPath path) =>
        operation == LaneOperation.Sum ? Fold<SumOperation>(path) : Fold<GreatestOperation>(path);

    private static delegate*<uint*, nint, nint, nint, uint*, void> Lanes<O>(CpuPath path)
        where O : struct, ILaneOperation => path switch
        {
            CpuPath.Scalar => &LaneLoop<O, ArithmeticScalar, Words1, uint>.Run,
            CpuPath.Vector128 => &LaneLoop<O, Arithmetic128, Words4, Vector128<uint>>.Run,
            CpuPath.Avx2 => &LaneLoop<O, Arithmetic256, Words8, Vector256<uint>>.Run,
            CpuPath.Avx512 => &LaneLoop<O, Arithmetic512, Words16, Vector512<uint>>.Run,
            _ => throw new ArgumentOutOfRangeException(nameof(path), path, "There is no such path."),
        };

    private static delegate*<uint*, nint, nint, uint*, void> Fold<O>(CpuPath path) where O : struct, ILaneOperation =>
        path == CpuPath.Scalar ? &FoldLoop<O>.Scalar : &FoldLoop<O>.Vectors;
}
