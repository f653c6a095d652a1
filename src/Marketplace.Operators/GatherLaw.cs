namespace Marketplace.Operators;

/// <summary>out = table[index][i3]; an index outside the table, read as unsigned, gives +0 (O5).</summary>
internal static class GatherLaw
{
    public static void Run(Descriptor op, Tensor indices, Tensor table, Span<uint> output)
    {
        for (var e = 0; e < output.Length; e++) output[e] = Element(op, indices, table, op.Shape.Index(e));
    }

    public static uint Element(Descriptor op, Tensor indices, Tensor table, ElementIndex index)
    {
        var row = indices.Words[op.Operands[0].Position(index)];
        return row < (uint)table.Rows ? table.Element(((long)row * table.Columns) + index.I3) : 0;
    }
}
