using Marketplace.Backends.Cpu.Int8;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>A MatMul as products of two matrices, one for each index of the outer axes. Operands lie where they lie, in
/// any orientation; axes that run on evenly are one.</summary>
internal sealed unsafe class MatMulStage : IStage, IShared
{
    // From so many multiplications on, one product keeps all threads busy.
    private const double Together = 4e6;

    // Below so many in all, waking the other threads, or waiting for one that does not run, costs more than they bring.
    private const double AloneBelow = 3e5;

    private readonly Gemm _gemm;
    private readonly Int8Gemm? _int8;
    private readonly Workers _workers;
    private readonly Layout _layout;
    private readonly float* _a;
    private readonly float* _b;
    private readonly float* _c;
    private int _next;

    private MatMulStage(Layout layout, Gemm gemm, Int8Gemm? int8, Workers workers, float* a, float* b, float* c)
    {
        (_gemm, _int8, _workers, _layout) = (gemm, int8, workers, layout);
        _a = a;
        _b = b;
        _c = c;
    }

    /// <summary>Whether operands that are read so are rows of one matrix and columns of another.</summary>
    public static bool Fits(Descriptor op, Reading a, Reading b) => Layout.Of(op.Shape, a, b) is not null;

    /// <summary>The stage, or null where rows of the output do not lie along rows of A, or columns along rows of
    /// B.</summary>
    public static MatMulStage? Of(Resolved op, Pins pins, Gemm gemm, Int8Gemm int8, Workers workers)
    {
        if (op.Overwrites || Layout.Of(op.Operation.Shape, op.Readings[0], op.Readings[1]) is not { } layout) return null;
        return new MatMulStage(
            layout, gemm, op.Readings[0].Tensor.Type == ElementType.I8 ? int8 : null, workers,
            (float*)pins.Of(op.Readings[0].Tensor) + op.Readings[0].Offset,
            (float*)pins.Of(op.Readings[1].Tensor) + op.Readings[1].Offset,
            (float*)pins.Of(op.Output));
    }

    public void Run(uint step)
    {
        var all = _layout.Outer * _layout.Inner;
        if ((double)all * _layout.M * _layout.N * _layout.K < AloneBelow)
        {
            _next = 0;
            Share(0);
            return;
        }

        if (all > 1 && all >= _workers.Count && (double)_layout.M * _layout.N * _layout.K < Together)
        {
            _next = 0;
            _workers.Run(this);
            return;
        }

        for (var batch = 0; batch < all; batch++)
        {
            var (a, b, c) = Place(batch);
            if (_int8 is not null) _int8.Run(_layout.M, _layout.N, _layout.K, a, b, (int*)c, _layout.N);
            else _gemm.Run(_layout.M, _layout.N, _layout.K, a, b, c, _layout.N);
        }
    }

    public void Share(int thread)
    {
        for (int batch; (batch = Interlocked.Increment(ref _next) - 1) < _layout.Outer * _layout.Inner;)
        {
            var (a, b, c) = Place(batch);
            if (_int8 is not null) _int8.RunAlone(thread, _layout.M, _layout.N, _layout.K, a, b, (int*)c, _layout.N);
            else _gemm.RunAlone(thread, _layout.M, _layout.N, _layout.K, a, b, c, _layout.N);
        }
    }

    private Batch Place(int batch)
    {
        var (outer, inner) = Math.DivRem(batch, _layout.Inner);
        var (a, b) = (_layout.A, _layout.B);
        return new Batch(
            new Side(_a + outer * a.Outer + inner * a.Inner, (nint)a.Row, (nint)a.Term),
            new Side(_b + outer * b.Outer + inner * b.Inner, (nint)b.Row, (nint)b.Term),
            _c + (nint)batch * _layout.M * _layout.N);
    }

    private readonly struct Batch(Side a, Side b, float* c)
    {
        private readonly float* _c = c;

        public void Deconstruct(out Side first, out Side second, out float* output)
        {
            (first, second) = (a, b);
            output = _c;
        }
    }

    /// <summary>The two outer axes, the rows and the columns, and how both operands move along them.</summary>
    private sealed record Layout(int Outer, int Inner, int M, int N, int K, Axes A, Axes B)
    {
        public static Layout? Of(Shape output, Reading a, Reading b)
        {
            var (d0, d1, d2, d3) = ((long)output.D0, (long)output.D1, (long)output.D2, (long)output.D3);
            if ((a.Strides.S3 != 0 && d3 > 1) || (b.Strides.S2 != 0 && d2 > 1)) return null;
            var (sa, sb) = (a.Strides, b.Strides);
            // Rows of all batches that share B are one matrix's rows; a single row takes the stride of the axis outside.
            var (rows, rowA) = (d2, sa.S2);
            if (d1 == 1 || (sb.S1 == 0 && (d2 == 1 || sa.S1 == d2 * sa.S2)))
            {
                if (d2 == 1) rowA = sa.S1;
                (rows, d1) = (rows * d1, 1);
                if (d0 > 1 && sb.S0 == 0 && (rows == 1 || sa.S0 == rows * rowA))
                {
                    if (rows == 1) rowA = sa.S0;
                    (rows, d0) = (rows * d0, 1);
                }
            }

            if (rows > int.MaxValue || d0 * d1 > int.MaxValue) return null;
            return new Layout(
                (int)d0, (int)d1, (int)rows, (int)d3, (int)a.Span,
                new Axes(sa.S0, sa.S1, rowA, a.Term), new Axes(sb.S0, sb.S1, sb.S3, b.Term));
        }
    }

    private readonly record struct Axes(long Outer, long Inner, long Row, long Term);
}
