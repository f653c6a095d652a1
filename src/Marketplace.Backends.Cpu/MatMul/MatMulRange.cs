using Marketplace.Backends.Cpu.Operations;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>The products of some batches, each by one thread: between the operations that make its operands and those that
/// read it, in the same core's cache. A range begins and ends with a batch.</summary>
internal sealed unsafe class MatMulRange(Descriptor op, Reading a, Reading b, Gemm gemm) : RangeOperation
{
    private readonly int _m = (int)op.Shape.D2, _n = (int)op.Shape.D3;

    /// <summary>Whether a product's rows lie along rows of A and its columns along rows of B, whatever the batch.</summary>
    public static bool Fits(Resolved op) =>
        op.Operation.OpCode == OpCode.MatMul && op.Output.Type == Numerics.ElementType.F32 && !op.Overwrites
        && (op.Readings[0].Strides.S3 == 0 || op.Operation.Shape.D3 == 1) && (op.Readings[1].Strides.S2 == 0 || op.Operation.Shape.D2 == 1)
        && op.Operation.Shape.D2 <= int.MaxValue && op.Operation.Shape.D3 <= int.MaxValue;

    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var left = (float*)places[Operands[0]] + a.Offset;
        var right = (float*)places[Operands[1]] + b.Offset;
        var output = (float*)places[Output];
        var size = (long)_m * _n;
        for (var batch = first / size; batch < last / size; batch++)
        {
            var (outer, inner) = Math.DivRem(batch, op.Shape.D1);
            gemm.RunAlone(
                thread, _m, _n, (int)a.Span,
                new Side(left + outer * a.Strides.S0 + inner * a.Strides.S1, (nint)a.Strides.S2, (nint)a.Term),
                new Side(right + outer * b.Strides.S0 + inner * b.Strides.S1, (nint)b.Strides.S3, (nint)b.Term),
                output + batch * size, _n);
        }
    }
}
