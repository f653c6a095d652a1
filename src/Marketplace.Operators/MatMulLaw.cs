using Marketplace.Merkle;
using Marketplace.Numerics;

namespace Marketplace.Operators;

/// <summary>C[i,j] = Σ A[i,k] · B[j,k]: acc0 = +0, acc = fma(A[i,k], B[j,k], acc), k ascending.</summary>
internal static class MatMulLaw
{
    public static void Run(Descriptor op, Tensor left, Tensor right, Span<uint> output)
    {
        var (a, b) = (op.Operands[0], op.Operands[1]);
        for (long row = 0, e = 0; row < op.Shape.Rows; row++)
        {
            var index = op.Shape.RowIndex(row);
            var (rowA, rowB) = (a.Position(index), b.Position(index));
            for (var i3 = 0; i3 < op.Shape.D3; i3++, e++)
            {
                output[(int)e] = Terms(left.Row(rowA), right.Row(rowB), Chain.Initial(op.OpCode));
                rowA += a.Strides.S3;
                rowB += b.Strides.S3;
            }
        }
    }

    /// <summary>The accumulator after unit u: the terms of leaf u of both rows.</summary>
    public static uint Unit(Descriptor op, Tensor left, Tensor right, ElementIndex index, int unit, uint acc)
    {
        var a = left.Row(op.Operands[0].Position(index));
        var b = right.Row(op.Operands[1].Position(index));
        var first = unit * TensorLeaves.Words;
        var end = Math.Min(a.Length, first + TensorLeaves.Words);
        return Terms(a[first..end], b[first..end], acc);
    }

    private static uint Terms(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, uint acc)
    {
        for (var k = 0; k < a.Length; k++) acc = Law.Fma(a[k], b[k], acc);
        return acc;
    }
}
