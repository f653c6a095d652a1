using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Operators.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>A prepared phase runs without a byte of the collector's memory: a step of training is then never
/// interrupted by it.</summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    private const int Runs = 3;

    [Theory]
    [InlineData(CpuPath.Scalar, 1)]
    [InlineData(CpuPath.Vector128, 2)]
    [InlineData(CpuPath.Avx2, 1)]
    [InlineData(CpuPath.Avx512, 1)]
    [InlineData(CpuPath.Avx512, 2)]
    public void APreparedPhase_AllocatesNothing(CpuPath path, int threads)
    {
        using var backend = new CpuBackend(path <= CpuPaths.Best ? path : CpuPaths.Best, threads);
        var operations = Operations();
        using var phase = backend.Prepare(operations);
        for (uint step = 0; step < 20; step++) phase.Run(step);

        // The runner's own threads may allocate beside, and the runtime on ours (a tier compiled anew, a lock that is
        // contended for the first time), but not all the time: what runs allocate is the least of some attempts.
        long all = long.MaxValue, own = long.MaxValue;
        for (var attempt = 0; attempt < 200 && all > 0; attempt++)
        {
            var (ownBefore, allBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(true));
            for (uint step = 0; step < Runs; step++) phase.Run(step);
            own = Math.Min(own, GC.GetAllocatedBytesForCurrentThread() - ownBefore);
            all = Math.Min(all, GC.GetTotalAllocatedBytes(true) - allBefore);
        }

        own.Should().Be(0, "of the caller's share");
        all.Should().Be(0, "of all shares");
    }

    /// <summary>A product, a move that cannot be read past, a norm of rows with maps to fuse, a concatenation.</summary>
    private static List<BoundOperation> Operations()
    {
        const int rows = 300, columns = 64;
        Tensor x = Given.OrdinaryFloats(1, rows, columns), weights = Given.OrdinaryFloats(2, columns, columns);
        var (product, moved) = (Empty(rows, columns), Empty(columns, rows));
        var (squares, lanes, sums) = (Empty(rows, columns), Empty(rows, 32), Empty(rows, 1));
        var (scaled, both) = (Empty(rows, columns), Empty(rows, 2 * columns));
        var own = Strides.Of(product.Shape);
        return
        [
            Bound(OpCode.MatMul, 0, product, [], (x, new(0, 0, 1, 0)), (weights, new(0, 0, 0, 1))),
            Bound(OpCode.Move, 0, moved, [], (product, new(0, 0, 1, columns))),
            Bound(OpCode.Map, MapCode.SquareDifference, squares, [], (product, own), (x, own)),
            Bound(OpCode.SumLanes, 0, lanes, [], (squares, new(0, 0, 1, 0))),
            Bound(OpCode.FoldLanes, FoldFunction.Add, sums, [], (lanes, new(0, 0, 1, 0))),
            Bound(OpCode.Map, MapCode.Mul, scaled, [], (product, own), (sums, new(0, 0, 1, 0))),
            Bound(OpCode.Map, MapCode.Tanh, scaled, [], (scaled, own)),
            Bound(OpCode.Move, 0, both, [3, columns], (scaled, own), (x, own)),
        ];
    }

    private static Tensor Empty(int rows, int columns) => new(ElementType.F32, Shape.Of(rows, columns));

    private static BoundOperation Bound(
        OpCode opCode, byte function, Tensor output, uint[] attributes, params (Tensor Tensor, Strides Strides)[] operands)
    {
        var reads = operands.Select(
            o => new Operand(0, ElementType.F32, o.Tensor.Rows, o.Tensor.Columns, 0, o.Strides));
        var op = new Descriptor(opCode, function, ElementType.F32, 0, output.Shape, [.. attributes], [.. reads]);
        return new BoundOperation(op, [.. operands.Select(o => o.Tensor)], output, IsKept: function != MapCode.SquareDifference);
    }
}

/// <summary>Tests that count what the whole process does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
