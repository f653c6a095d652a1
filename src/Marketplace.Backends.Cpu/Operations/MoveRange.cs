using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>Move of one operand: words copied, floats canonical (F4).</summary>
internal sealed unsafe class MoveRange(Descriptor op, Reading reading) : RangeOperation
{
    private readonly Loop _loop = Loop.Over(op.Shape, [reading]);
    private readonly bool _turns = Turns(Loop.Over(op.Shape, [reading]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var source = places[Operands[0]] + reading.Offset;
        var output = places[Output];
        var stride = _loop.InnerStrides[0];
        var (row, column) = Math.DivRem(first, _loop.Inner);
        for (var e = first; e < last; row++, column = 0)
        {
            if (column == 0 && _turns && last - e >= Words.Block * _loop.Inner && row % _loop.Counts[^1] + Words.Block <= _loop.Counts[^1])
            {
                Words.Turn(source + _loop.Row(0, row), stride, output + e, _loop.Inner, op.Type == ElementType.F32);
                (e, row) = (e + Words.Block * _loop.Inner, row + Words.Block - 1);
                continue;
            }

            var run = Math.Min(_loop.Inner - column, last - e);
            Words.Copy(source + _loop.Row(0, row) + column * stride, stride, output + e, run, op.Type == ElementType.F32);
            e += run;
        }
    }

    /// <summary>Rows of the output stand upright in the source, side by side.</summary>
    private static bool Turns(Loop loop) => loop.InnerStrides[0] > 1 && loop.Counts.Length > 0 && loop.Strides[0][^1] == 1;
}

/// <summary>Move of two operands: on one axis first the one's elements, then the other's.</summary>
internal sealed unsafe class ConcatenationRange(Descriptor op, Reading one, Reading other) : RangeOperation
{
    private readonly int _axis = (int)op.Attributes[0];
    private readonly long _split = op.Attributes[1];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var canonical = op.Type == ElementType.F32;
        for (var e = first; e < last;)
        {
            var index = op.Shape.Index(e);
            var fromOne = index[_axis] < _split;
            // Up to the row's end, or to where the last axis changes over.
            var end = _axis == 3 && fromOne ? _split : op.Shape.D3;
            var run = Math.Min(end - index.I3, last - e);
            var (reading, at) = fromOne ? (one, index) : (other, index.Lowered(_axis, _split));
            var strides = reading.Strides;
            var place = reading.Offset + at.I0 * strides.S0 + at.I1 * strides.S1 + at.I2 * strides.S2 + at.I3 * strides.S3;
            Words.Copy(places[Operands[fromOne ? 0 : 1]] + place, strides.S3, places[Output] + e, run, canonical);
            e += run;
        }
    }
}
