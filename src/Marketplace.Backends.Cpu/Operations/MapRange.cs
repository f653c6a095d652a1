using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Arithmetic;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>Map: the kernel of its function along the innermost loop. An operand that neither runs side by side nor
/// stands still is gathered a block at a time.</summary>
internal sealed unsafe class MapRange : RangeOperation
{
    private readonly Loop _loop;
    private readonly long[] _offsets;
    private readonly uint[] _immediates;
    private readonly delegate*<uint**, int*, uint*, uint*, nint, void> _kernel;

    public MapRange(Descriptor op, IReadOnlyList<Reading> readings, CpuPath path)
    {
        _loop = Loop.Over(op.Shape, readings);
        _offsets = [.. readings.Select(r => r.Offset)];
        _immediates = [.. op.Attributes];
        _kernel = MapKernels.Of(op.Function, path);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var count = Operands.Length;
        var words = stackalloc uint*[4];
        var strides = stackalloc int[4];
        var output = places[Output];
        fixed (uint* immediates = _immediates)
        {
            var (row, column) = Math.DivRem(first, _loop.Inner);
            for (var e = first; e < last; row++, column = 0)
            {
                var run = Math.Min(_loop.Inner - column, last - e);
                var gathers = false;
                for (var o = 0; o < count; o++)
                {
                    var stride = _loop.InnerStrides[o];
                    words[o] = places[Operands[o]] + _offsets[o] + _loop.Row(o, row) + column * stride;
                    strides[o] = stride == 0 ? 0 : 1;
                    gathers |= stride > 1;
                }

                if (gathers) Gathered(words, strides, immediates, output + e, run, temporary);
                else _kernel(words, strides, immediates, output + e, (nint)run);
                e += run;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gathered(uint** words, int* strides, uint* immediates, uint* output, long run, uint* temporary)
    {
        var count = Operands.Length;
        var block = stackalloc uint*[4];
        for (long done = 0; done < run; done += BlockWords)
        {
            var size = (int)Math.Min(BlockWords, run - done);
            for (var o = 0; o < count; o++)
            {
                var stride = _loop.InnerStrides[o];
                block[o] = words[o] + done * stride;
                if (stride <= 1) continue;
                var target = temporary + o * BlockWords;
                for (var i = 0; i < size; i++) target[i] = block[o][i * stride];
                block[o] = target;
            }

            _kernel(block, strides, immediates, output + done, size);
        }
    }
}
