using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>Gather: the row of a table that an index names; +0 where it names none (O5).</summary>
internal sealed unsafe class GatherRange(Descriptor op, Reading indices, Reading table) : RangeOperation
{
    private readonly long _rows = table.Tensor.Shape.Rows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var columns = op.Shape.D3;
        var (s, floats) = (indices.Strides, op.Type == ElementType.F32);
        for (var e = first; e < last;)
        {
            var i = op.Shape.Index(e);
            // One index for the whole row, or one for each element.
            var run = s.S3 == 0 ? Math.Min(columns - i.I3, last - e) : 1;
            var index = places[Operands[0]][indices.Offset + i.I0 * s.S0 + i.I1 * s.S1 + i.I2 * s.S2 + i.I3 * s.S3];
            var target = places[Output] + e;
            if (index < _rows) Words.Copy(places[Operands[1]] + index * (long)columns + i.I3, 1, target, run, floats);
            else new Span<uint>(target, (int)run).Clear();
            e += run;
        }
    }
}
