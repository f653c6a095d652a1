using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>ScatterAdd: token after token its gradient is added to the row that its index names. Each element meets its
/// tokens in ascending order, as the law has it; threads share the columns.</summary>
internal sealed unsafe class ScatterAddStage : IStage, IShared
{
    // Columns that a thread takes at a time: whole lines, so that no two threads write one.
    private const long Block = 64;

    private readonly Workers _workers;
    private readonly Descriptor _op;
    private readonly Reading _index, _gradient;
    private readonly uint* _indices;
    private readonly float* _values;
    private readonly uint* _output;
    private long _next;

    private ScatterAddStage(Resolved op, Pins pins, Workers workers)
    {
        (_workers, _op, _index, _gradient) = (workers, op.Operation, op.Readings[0], op.Readings[1]);
        _indices = pins.Of(_index.Tensor) + _index.Offset;
        _values = (float*)pins.Of(_gradient.Tensor) + _gradient.Offset;
        _output = pins.Of(op.Output);
    }

    /// <summary>The stage, or null where one token has several indices or its gradient does not lie side by
    /// side.</summary>
    public static ScatterAddStage? Of(Resolved op, Pins pins, Workers workers) =>
        !op.Overwrites && op.Readings[0].Strides.S3 == 0 && op.Readings[1].Strides.S3 == 1
            ? new ScatterAddStage(op, pins, workers)
            : null;

    public void Run(uint step)
    {
        _next = 0;
        _workers.Run(this);
    }

    public void Share(int thread)
    {
        var shape = _op.Shape;
        var blocks = (shape.D3 + Block - 1) / Block;
        for (long task; (task = Interlocked.Increment(ref _next) - 1) < blocks * shape.D0 * shape.D1;)
        {
            var (outer, block) = Math.DivRem(task, blocks);
            var (i0, i1) = Math.DivRem(outer, shape.D1);
            var first = block * Block;
            Columns(i0, i1, first, Math.Min(Block, shape.D3 - first));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Columns(long i0, long i1, long first, long count)
    {
        var shape = _op.Shape;
        var output = _output + (i0 * shape.D1 + i1) * shape.D2 * shape.D3 + first;
        for (long row = 0; row < shape.D2; row++) new Span<uint>(output + row * shape.D3, (int)count).Clear();

        var indices = _indices + i0 * _index.Strides.S0 + i1 * _index.Strides.S1;
        var values = _values + i0 * _gradient.Strides.S0 + i1 * _gradient.Strides.S1 + first;
        for (long token = 0; token < _op.Attributes[0]; token++)
        {
            var row = indices[token * _index.Strides.S2];
            if (row >= shape.D2) continue;
            Add((float*)(output + row * shape.D3), values + token * _gradient.Strides.S2, count);
        }

        for (long row = 0; row < shape.D2; row++)
        {
            foreach (ref var word in new Span<uint>(output + row * shape.D3, (int)count)) word = Law.Canonical(word);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* sum, float* value, long count)
    {
        long i = 0;
        for (; i + 8 <= count; i += 8) (Vector256.Load(sum + i) + Vector256.Load(value + i)).Store(sum + i);
        for (; i < count; i++) sum[i] += value[i];
    }
}
