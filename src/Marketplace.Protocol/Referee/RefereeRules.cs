using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Referee;

/// <summary>The place of one unit of one element's chain, and the accumulator before it.</summary>
internal readonly record struct Unit(
    Hash32 Environment, int Depth, uint Step, ulong Leaf, int Element, ulong Number, uint Start);

/// <summary>
/// What the contract will compute from a witness: the mirror of Referee.sol, operator by operator. It reads the witness,
/// not tensors; that both agree with the law backend is what the games in the tests show.
/// </summary>
internal static class RefereeRules
{
    public static uint Evaluate(DescriptorView d, Unit u, ReadOnlyMemory<byte> witness)
    {
        var c = new Cursor(witness);
        var index = Index(d, u);
        var value = d.OpCode switch
        {
            OpCode.MatMul => MatMul(d, u, c, index),
            OpCode.SumLanes or OpCode.MaxLanes => Lanes(d, u, c, index),
            OpCode.FoldLanes => Fold(d, u, c, index),
            OpCode.Map => Map(d, u, c, index),
            OpCode.Move => Move(d, u, c, index),
            OpCode.Gather => Gather(d, u, c, index),
            OpCode.Index or OpCode.Random => Random(d, u, index),
            OpCode.ScatterAdd => ScatterAdd(d, u, c, index),
            _ => throw new InvariantBrokenException($"Opcode {d.OpCode} is not admitted."),
        };
        c.Finish();
        return d.OutputType == (byte)ElementType.F32 ? Law.Canonical(value) : value;
    }

    /// <summary>The output element's four indices.</summary>
    private static ulong[] Index(DescriptorView d, Unit u)
    {
        var row = u.Leaf / d.OutputLeavesPerRow;
        var plane = row / d.Dimension(2);
        return
        [
            plane / d.Dimension(1),
            plane % d.Dimension(1),
            row % d.Dimension(2),
            d.Column(u.Leaf, u.Element),
        ];
    }

    private static uint MatMul(DescriptorView d, Unit u, Cursor c, ulong[] index)
    {
        var (a, b) = (d.Operand(0), d.Operand(1));
        var roots = Witnesses.OpenSlots(c, d, 0, 2, u.Environment, u.Depth);
        var leafA = Witnesses.OpenLeaf(c, a, roots[0], a.Position(index), u.Number);
        var leafB = Witnesses.OpenLeaf(c, b, roots[1], b.Position(index), u.Number);
        var perLeaf = DescriptorView.LeafElements(a.Type);
        var terms = Math.Min(a.Columns - perLeaf * u.Number, perLeaf);
        var acc = u.Start;
        for (var k = 0; (ulong)k < terms; k++)
        {
            acc = a.Type == (byte)ElementType.I8
                ? Law.IntAdd(acc, Law.IntMul(Witnesses.Signed(leafA, k), Witnesses.Signed(leafB, k)))
                : Law.Fma(Witnesses.Lane(leafA, k), Witnesses.Lane(leafB, k), acc);
        }

        return acc;
    }

    private static uint Lanes(DescriptorView d, Unit u, Cursor c, ulong[] index)
    {
        var x = d.Operand(0);
        var roots = Witnesses.OpenSlots(c, d, 0, 1, u.Environment, u.Depth);
        var leaf = Witnesses.OpenLeaf(c, x, roots[0], x.Position(index), u.Number);
        var rest = x.Columns - TensorLeaves.Words * u.Number;
        var acc = u.Start;
        for (var k = index[3]; k < TensorLeaves.Words && k < rest; k += 32)
        {
            var term = Witnesses.Lane(leaf, (int)k);
            acc = d.OpCode == OpCode.SumLanes ? Law.Add(acc, term) : Law.Max(acc, term);
        }

        return acc;
    }

    private static uint Fold(DescriptorView d, Unit u, Cursor c, ulong[] index)
    {
        var x = d.Operand(0);
        var roots = Witnesses.OpenSlots(c, d, 0, 1, u.Environment, u.Depth);
        var leaf = Witnesses.OpenLeaf(c, x, roots[0], x.Position(index), 0);
        Span<uint> lanes = stackalloc uint[32];
        for (var l = 0; l < 32; l++) lanes[l] = Witnesses.Lane(leaf, l);
        for (var width = 16; width > 0; width >>= 1)
        {
            for (var l = 0; l < width; l++)
            {
                lanes[l] = d.Function == 0 ? Law.Add(lanes[l], lanes[l + width]) : Law.Max(lanes[l], lanes[l + width]);
            }
        }

        return lanes[0];
    }

    private static uint Map(DescriptorView d, Unit u, Cursor c, ulong[] index)
    {
        var roots = Witnesses.OpenSlots(c, d, 0, d.Operands, u.Environment, u.Depth);
        var operands = new uint[d.Operands];
        for (var o = 0; o < operands.Length; o++)
        {
            operands[o] = Witnesses.OpenElement(c, d.Operand(o), roots[o], d.Operand(o).Position(index));
        }

        var immediates = new uint[d.Attributes];
        for (var i = 0; i < immediates.Length; i++) immediates[i] = d.Attribute(i);
        return MapFunction.ByCode(d.Function).Evaluate(operands, immediates);
    }

    private static uint Move(DescriptorView d, Unit u, Cursor c, ulong[] index)
    {
        var o = 0;
        if (d.Operands == 2)
        {
            var axis = (int)d.Attribute(0);
            var split = d.Attribute(1);
            if (index[axis] >= split)
            {
                index[axis] -= split;
                o = 1;
            }
        }

        var roots = Witnesses.OpenSlots(c, d, o, 1, u.Environment, u.Depth);
        return Witnesses.OpenElement(c, d.Operand(o), roots[0], d.Operand(o).Position(index));
    }

    private static uint Gather(DescriptorView d, Unit u, Cursor c, ulong[] index)
    {
        var roots = Witnesses.OpenSlots(c, d, 0, 2, u.Environment, u.Depth);
        var (indices, table) = (d.Operand(0), d.Operand(1));
        var row = Witnesses.OpenElement(c, indices, roots[0], indices.Position(index));
        return row >= table.Rows ? 0 : Witnesses.OpenElement(c, table, roots[1], row * table.Columns + index[3]);
    }

    /// <summary>One token, in the place of i2. Both leaves are opened, whether or not the token counts.</summary>
    private static uint ScatterAdd(DescriptorView d, Unit u, Cursor c, ulong[] index)
    {
        var roots = Witnesses.OpenSlots(c, d, 0, 2, u.Environment, u.Depth);
        var (indices, gradient) = (d.Operand(0), d.Operand(1));
        var row = index[2];
        index[2] = u.Number;
        var target = Witnesses.OpenElement(c, indices, roots[0], indices.Position(index));
        var term = Witnesses.OpenElement(c, gradient, roots[1], gradient.Position(index));
        return target == row ? Law.Add(u.Start, term) : u.Start;
    }

    private static uint Random(DescriptorView d, Unit u, ulong[] index)
    {
        var flat = ((index[0] * d.Dimension(1) + index[1]) * d.Dimension(2) + index[2]) * d.Dimension(3) + index[3];
        var seed = d.Attribute(0) | ((ulong)d.Attribute(1) << 32);
        var slot = (uint)d.OutputSlot;
        if (d.OpCode == OpCode.Random) return Philox.Word(seed, (uint)flat, u.Step, slot);
        return Philox.Index(seed, (uint)flat, u.Step, slot, d.Attribute(2));
    }
}
