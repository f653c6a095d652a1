using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Arithmetic;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>SumLanes and MaxLanes: whole rows of 32 lanes; a range begins and ends with one.</summary>
internal sealed unsafe class LanesRange(Descriptor op, Reading reading, CpuPath path) : RangeOperation
{
    private readonly Loop _loop = Loop.Over(op.Shape with { D3 = 1 }, [reading]);
    private readonly delegate*<uint*, nint, nint, nint, uint*, void> _kernel =
        RowKernels.Lanes(op.OpCode == OpCode.SumLanes ? LaneOperation.Sum : LaneOperation.Max, path);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var source = places[Operands[0]] + reading.Offset;
        var output = places[Output];
        var (row, column) = Math.DivRem(first / Chain.Lanes, _loop.Inner);
        for (var e = first; e < last; row++, column = 0)
        {
            var run = Math.Min(_loop.Inner - column, (last - e) / Chain.Lanes);
            var stride = _loop.InnerStrides[0];
            _kernel(source + _loop.Row(0, row) + column * stride, (nint)stride, (nint)reading.Span, (nint)run, output + e);
            e += run * Chain.Lanes;
        }
    }
}

/// <summary>FoldLanes: one element of each row of 32 lanes.</summary>
internal sealed unsafe class FoldRange(Descriptor op, Reading reading, CpuPath path) : RangeOperation
{
    private readonly Loop _loop = Loop.Over(op.Shape, [reading]);
    private readonly delegate*<uint*, nint, nint, uint*, void> _kernel =
        RowKernels.Fold(op.Function == FoldFunction.Add ? LaneOperation.Sum : LaneOperation.Max, path);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var source = places[Operands[0]] + reading.Offset;
        var output = places[Output];
        var (row, column) = Math.DivRem(first, _loop.Inner);
        for (var e = first; e < last; row++, column = 0)
        {
            var run = Math.Min(_loop.Inner - column, last - e);
            var stride = _loop.InnerStrides[0];
            _kernel(source + _loop.Row(0, row) + column * stride, (nint)stride, (nint)run, output + e);
            e += run;
        }
    }
}
