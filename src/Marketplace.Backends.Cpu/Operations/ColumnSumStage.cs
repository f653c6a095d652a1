using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>SumLanes of columns: the rows that it sums stand upright in their tensor, side by side. Each thread takes some
/// of them and goes down the tensor once, 32 rows of sums in its cache.</summary>
internal sealed unsafe class ColumnSumStage : IStage, IShared, IDisposable
{
    /// <summary>So many columns a thread takes at a time: their sums fill half of a first-level cache.</summary>
    private const long Block = 128;

    // Below this many elements in all, waking the other threads costs more than they bring.
    private const long AloneBelow = 64 * 1024;

    private readonly Workers _workers;
    private readonly Reading _reading;
    private readonly Shape _shape;
    private readonly uint* _source;
    private readonly uint* _output;
    private readonly nint[] _sums;
    private long _next;

    private ColumnSumStage(Resolved op, Pins pins, Workers workers)
    {
        (_workers, _reading, _shape) = (workers, op.Readings[0], op.Operation.Shape);
        _source = pins.Of(_reading.Tensor) + _reading.Offset;
        _output = pins.Of(op.Output);
        _sums = new nint[workers.Count];
        for (var t = 0; t < _sums.Length; t++) _sums[t] = (nint)NativeMemory.AlignedAlloc((nuint)(4 * Block * Chain.Lanes), 64);
    }

    /// <summary>Whether a reading has the terms of a row under each other and the rows side by side.</summary>
    public static bool Fits(Descriptor op, Reading reading) =>
        op.OpCode == OpCode.SumLanes && reading.Term > 1 && reading.Strides.S2 == 1 && op.Shape.D2 > 1;

    /// <summary>The stage, or null where another loop is right.</summary>
    public static ColumnSumStage? Of(Resolved op, Pins pins, Workers workers) =>
        !op.Overwrites && Fits(op.Operation, op.Readings[0]) ? new ColumnSumStage(op, pins, workers) : null;

    public void Run(uint step)
    {
        _next = 0;
        if (_shape.Rows * _reading.Span < AloneBelow) Share(0);
        else _workers.Run(this);
    }

    public void Share(int thread)
    {
        var blocks = (_shape.D2 + Block - 1) / Block;
        for (long task; (task = Interlocked.Increment(ref _next) - 1) < blocks * _shape.D0 * _shape.D1;)
        {
            var (outer, block) = Math.DivRem(task, blocks);
            var (i0, i1) = Math.DivRem(outer, _shape.D1);
            var first = block * Block;
            var source = _source + i0 * _reading.Strides.S0 + i1 * _reading.Strides.S1 + first;
            var output = _output + (outer * _shape.D2 + first) * Chain.Lanes;
            Columns((float*)source, Math.Min(Block, _shape.D2 - first), (float*)_sums[thread], output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Columns(float* source, long count, float* sums, uint* output)
    {
        new Span<float>(sums, (int)Block * Chain.Lanes).Clear();
        for (long term = 0; term < _reading.Span; term++)
            Add(sums + term % Chain.Lanes * Block, source + term * _reading.Term, count);

        for (long column = 0; column < count; column++)
        {
            for (var lane = 0; lane < Chain.Lanes; lane++)
                output[column * Chain.Lanes + lane] = Law.Canonical(((uint*)sums)[lane * Block + column]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* sum, float* value, long count)
    {
        long i = 0;
        for (; i + 8 <= count; i += 8) (Vector256.Load(sum + i) + Vector256.Load(value + i)).Store(sum + i);
        for (; i < count; i++) sum[i] += value[i];
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    ~ColumnSumStage() => Free();

    private void Free()
    {
        for (var t = 0; t < _sums.Length; t++)
        {
            NativeMemory.AlignedFree((void*)_sums[t]);
            _sums[t] = 0;
        }
    }
}
