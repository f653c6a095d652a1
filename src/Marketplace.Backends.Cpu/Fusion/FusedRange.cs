using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Operations;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Fusion;

/// <summary>What a fused operation reads: words that run along the innermost loop, words that stand still in it, and
/// immediates.</summary>
internal abstract unsafe class FusedRange : RangeOperation
{
    private readonly int[] _streams, _stills;
    private readonly long[] _offsets;
    private readonly uint[] _immediates;

    protected FusedRange(MapExpression expression, Loop loop)
    {
        Loop = loop;
        var leaves = expression.Leaves;
        _offsets = [.. leaves.Select(l => l.Offset)];
        _streams = [.. Enumerable.Range(0, leaves.Count).Where(o => loop.InnerStrides[o] == 1)];
        _stills = [.. Enumerable.Range(0, leaves.Count).Where(o => loop.InnerStrides[o] == 0)];
        _immediates = [.. expression.Immediates];
    }

    protected Loop Loop { get; }

    /// <summary>Fills in the immediates behind the words that stand still, once for all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Constants(uint* constants)
    {
        for (var i = 0; i < _immediates.Length; i++) constants[_stills.Length + i] = _immediates[i];
    }

    /// <summary>Where a row of the innermost loop reads, from a column on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Row(uint** places, long row, long column, uint** words, uint* constants)
    {
        for (var s = 0; s < _streams.Length; s++) words[s] = Place(places, _streams[s], row) + column;
        for (var s = 0; s < _stills.Length; s++) constants[s] = *Place(places, _stills[s], row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint* Place(uint** places, int leaf, long row) =>
        places[Operands[leaf]] + _offsets[leaf] + Loop.Row(leaf, row);
}

/// <summary>A Map that computes other maps as it goes.</summary>
internal sealed unsafe class FusedMapRange(MapExpression expression, Loop loop, CpuPath path) : FusedRange(expression, loop)
{
    private readonly delegate*<uint**, int*, uint*, uint*, nint, void> _kernel = FusedKernels.Map(expression, loop, path);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var words = stackalloc uint*[MapExpression.Most];
        var strides = stackalloc int[MapExpression.Most];
        var constants = stackalloc uint[MapExpression.Most];
        for (var s = 0; s < MapExpression.Most; s++) strides[s] = 1;
        Constants(constants);
        var output = places[Output];
        var (row, column) = Math.DivRem(first, Loop.Inner);
        for (var e = first; e < last; row++, column = 0)
        {
            var run = Math.Min(Loop.Inner - column, last - e);
            Row(places, row, column, words, constants);
            _kernel(words, strides, constants, output + e, (nint)run);
            e += run;
        }
    }
}

/// <summary>SumLanes and MaxLanes of what maps compute as they go: whole rows of 32 lanes.</summary>
internal sealed unsafe class FusedLanesRange(OpCode lanes, MapExpression expression, Loop loop, CpuPath path)
    : FusedRange(expression, loop)
{
    private readonly delegate*<uint**, uint*, nint, uint*, void> _kernel = FusedKernels.Lanes(lanes, expression, loop, path);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var words = stackalloc uint*[MapExpression.Most];
        var constants = stackalloc uint[MapExpression.Most];
        Constants(constants);
        var output = places[Output];
        for (var e = first; e < last; e += Chain.Lanes)
        {
            Row(places, e / Chain.Lanes, 0, words, constants);
            _kernel(words, constants, (nint)Loop.Inner, output + e);
        }
    }
}
