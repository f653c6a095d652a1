using Marketplace.Merkle;
using Marketplace.Numerics;

namespace Marketplace.Operators;

/// <summary>C[i,j] = Σ A[i,k] · B[j,k] of i8, exact in i32: up to K = 131,071 no sum leaves it (F8).</summary>
internal static class Int8MatMulLaw
{
    /// <summary>Elements of a leaf: the terms of a unit.</summary>
    public const int TermsPerUnit = TensorLeaves.Words * Int8Words.PerWord;

    public static void Run(Descriptor op, Tensor left, Tensor right, Span<uint> output)
    {
        for (var e = 0; e < output.Length; e++)
        {
            var index = op.Shape.Index(e);
            output[e] = Terms(op, left, right, index, 0, left.Columns, 0);
        }
    }

    /// <summary>The sum after unit u: the terms of leaf u of both rows.</summary>
    public static uint Unit(Descriptor op, Tensor left, Tensor right, ElementIndex index, int unit, uint acc)
    {
        var first = unit * TermsPerUnit;
        return Terms(op, left, right, index, first, Math.Min(left.Columns, first + TermsPerUnit), acc);
    }

    private static uint Terms(
        Descriptor op, Tensor left, Tensor right, ElementIndex index, int first, int end, uint acc)
    {
        var a = left.Row(op.Operands[0].Position(index));
        var b = right.Row(op.Operands[1].Position(index));
        for (var k = first; k < end; k++)
            acc = Law.IntAdd(acc, Law.IntMul(Int8Words.Element(a, k), Int8Words.Element(b, k)));
        return acc;
    }
}
