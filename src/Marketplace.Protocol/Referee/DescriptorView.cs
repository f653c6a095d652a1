using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Referee;

/// <summary>
/// Reads an operation's descriptor (B4) as the contract does: the bytes where they lie, no opinion on whether they make
/// sense. Whether they are the program's is decided by their hash; what makes sense is decided by admission (O5).
/// </summary>
internal sealed class DescriptorView(ReadOnlyMemory<byte> bytes)
{
    private const int Head = 23;
    private const int OperandSize = 36;

    public static DescriptorView Take(Cursor c)
    {
        var head = c.Take(Head);
        var rest = c.Take(4 * head.Span[4] + OperandSize * head.Span[3]);
        var all = new byte[head.Length + rest.Length];
        head.CopyTo(all);
        rest.CopyTo(all.AsMemory(Head));
        return new DescriptorView(all);
    }

    public Hash32 Leaf => new Packer().Number(0, 1).Bytes(bytes.Span).Hash();

    public Operators.OpCode OpCode => (Operators.OpCode)bytes.Span[0];

    public byte Function => bytes.Span[1];

    public byte OutputType => bytes.Span[2];

    public int Operands => bytes.Span[3];

    public int Attributes => bytes.Span[4];

    public int OutputSlot => (int)Load(5, 2);

    public ulong Dimension(int axis) => Load(7 + 4 * axis, 4);

    public uint Attribute(int i) => (uint)Load(Head + 4 * i, 4);

    public OperandView Operand(int o) => new(bytes.Slice(Head + 4 * Attributes + OperandSize * o, OperandSize));

    public ulong OutputLeavesPerRow => LeavesPerRow(Dimension(3), LeafElements(OutputType));

    public ulong OutputLeaves => Dimension(0) * Dimension(1) * Dimension(2) * OutputLeavesPerRow;

    /// <summary>Elements of output leaf <paramref name="leaf"/> that lie inside its row.</summary>
    public int ValidElements(ulong leaf)
    {
        var perLeaf = LeafElements(OutputType);
        var rest = Dimension(3) - perLeaf * (leaf % OutputLeavesPerRow);
        return (int)(rest < perLeaf ? rest : perLeaf);
    }

    /// <summary>The output column of an element of a leaf.</summary>
    public ulong Column(ulong leaf, int element) =>
        LeafElements(OutputType) * (leaf % OutputLeavesPerRow) + (ulong)element;

    /// <summary>How many units the chain of an output element in a column has.</summary>
    public ulong Units(ulong column)
    {
        switch (OpCode)
        {
            case Operators.OpCode.MatMul:
                return Operand(0).LeavesPerRow;
            case Operators.OpCode.ScatterAdd:
                return Attribute(0);
            case Operators.OpCode.SumLanes or Operators.OpCode.MaxLanes:
                var terms = LaneTerms(Operand(0).Columns, column);
                return terms < 2 ? 1 : (terms + 1) / 2;
            default:
                return 1;
        }
    }

    /// <summary>acc0 of a chain: −inf for a maximum, +0 for all others (O5).</summary>
    public uint Initial => OpCode == Operators.OpCode.MaxLanes ? 0xff800000 : 0;

    /// <summary>Elements of a leaf: 64 words, or 256 bytes of i8 (B1).</summary>
    public static ulong LeafElements(byte type) =>
        type == (byte)ElementType.I8 ? TensorLeaves.Size : (ulong)TensorLeaves.Words;

    /// <summary>Leaves of one row of <paramref name="columns"/> elements, of which a leaf holds
    /// <paramref name="perLeaf"/>.</summary>
    public static ulong LeavesPerRow(ulong columns, ulong perLeaf) => (columns + perLeaf - 1) / perLeaf;

    private static ulong LaneTerms(ulong columns, ulong lane) => columns > lane ? (columns - lane + 31) / 32 : 0;

    private ulong Load(int offset, int size) => Cursor.Load(bytes.Span, offset, size);
}

/// <summary>One operand of a descriptor: slot 2, type 1, rows 4, columns 4, offset 5, strides 4×5.</summary>
internal readonly struct OperandView(ReadOnlyMemory<byte> bytes)
{
    public int Slot => (int)Cursor.Load(bytes.Span, 0, 2);

    public byte Type => (byte)Cursor.Load(bytes.Span, 2, 1);

    public ulong Rows => Cursor.Load(bytes.Span, 3, 4);

    public ulong Columns => Cursor.Load(bytes.Span, 7, 4);

    public ulong LeavesPerRow => DescriptorView.LeavesPerRow(Columns, DescriptorView.LeafElements(Type));

    /// <summary>offset + Σ i_a · s_a: a row or a flat element, by the opcode (B4).</summary>
    public ulong Position(ReadOnlySpan<ulong> index)
    {
        var position = Cursor.Load(bytes.Span, 11, 5);
        for (var a = 0; a < 4; a++) position += index[a] * Cursor.Load(bytes.Span, 16 + 5 * a, 5);
        return position;
    }
}
