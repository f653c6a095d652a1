namespace Marketplace.Operators;

/// <summary>out[e] = the operand's element at its position; with two operands, the one that the index on the
/// axis falls into (B4).</summary>
internal static class MoveLaw
{
    public static void Run(Descriptor op, IReadOnlyList<Tensor> operands, Span<uint> output)
    {
        if (op.IsConcatenation)
        {
            for (var e = 0; e < output.Length; e++) output[e] = Element(op, operands, op.Shape.Index(e));
            return;
        }

        var source = operands[0];
        var stride = op.Operands[0].Strides.S3;
        for (long row = 0, e = 0; row < op.Shape.Rows; row++)
        {
            var position = op.Operands[0].Position(op.Shape.RowIndex(row));
            for (var i3 = 0; i3 < op.Shape.D3; i3++, e++, position += stride) output[(int)e] = source.Element(position);
        }
    }

    public static uint Element(Descriptor op, IReadOnlyList<Tensor> operands, ElementIndex index)
    {
        var (read, position) = Chain.MoveSource(op, index);
        return operands[read].Element(position);
    }
}
