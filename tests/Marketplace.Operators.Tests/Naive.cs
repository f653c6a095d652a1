using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Operators.Tests;

/// <summary>The operators a second time, written from the table of section 3 with floats and one element at a time,
/// sharing no code with the law.</summary>
internal static class Naive
{
    public static uint[] Run(Descriptor op, IReadOnlyList<Tensor> x, uint step)
    {
        var d = op.Shape;
        var output = new List<uint>();
        for (uint i0 = 0; i0 < d.D0; i0++)
            for (uint i1 = 0; i1 < d.D1; i1++)
                for (uint i2 = 0; i2 < d.D2; i2++)
                    for (uint i3 = 0; i3 < d.D3; i3++)
                    {
                        var word = Element(op, x, [i0, i1, i2, i3], step, (uint)output.Count);
                        output.Add(op.Type == ElementType.F32 && float.IsNaN(Float(word)) ? 0x7fc00000 : word);
                    }

        return [.. output];
    }

    /// <summary>A tensor's elements as words; of i8 every fourth part of a word, the rest of a row's last word being
    /// zero.</summary>
    public static uint[] Elements(Tensor tensor)
    {
        if (tensor.Type != ElementType.I8) return tensor.Words;
        var elements = new List<uint>();
        foreach (var row in tensor.Words.Chunk((tensor.Columns + 3) / 4))
        {
            var bytes = row.SelectMany(BitConverter.GetBytes).ToArray();
            elements.AddRange(bytes.Take(tensor.Columns).Select(b => (uint)(sbyte)b));
            bytes.Skip(tensor.Columns).Should().NotContain(b => b != 0, "a row is filled with zero bytes");
        }

        return [.. elements];
    }

    private static uint Element(Descriptor op, IReadOnlyList<Tensor> x, long[] i, uint step, uint e)
    {
        long At(int o)
        {
            var rule = op.Operands[o];
            return rule.Offset + i[0] * rule.Strides.S0 + i[1] * rule.Strides.S1 + i[2] * rule.Strides.S2 + i[3] * rule.Strides.S3;
        }

        uint Cell(int o, long row, long column) => Flat(o, row * x[o].Columns + column);

        uint Flat(int o, long place)
        {
            if (x[o].Type != ElementType.I8) return x[o].Words[place];
            var (row, column) = (place / x[o].Columns, place % x[o].Columns);
            var words = (x[o].Columns + 3) / 4;
            return (uint)(sbyte)BitConverter.GetBytes(x[o].Words[row * words + column / 4])[column % 4];
        }

        switch (op.OpCode)
        {
            case OpCode.MatMul when op.Type == ElementType.I32:
                var exact = 0L;
                for (var k = 0; k < x[0].Columns; k++) exact += (long)(int)Cell(0, At(0), k) * (int)Cell(1, At(1), k);
                return (uint)checked((int)exact);
            case OpCode.ScatterAdd:
                var gradient = 0f;
                var v = (uint)i[2];
                for (i[2] = 0; i[2] < op.Attributes[0]; i[2]++)
                    if (x[0].Words[At(0)] == v) gradient += Float(x[1].Words[At(1)]);
                return Bits(gradient);
            case OpCode.MatMul:
                var acc = 0f;
                for (var k = 0; k < x[0].Columns; k++)
                    acc = MathF.FusedMultiplyAdd(Float(Cell(0, At(0), k)), Float(Cell(1, At(1), k)), acc);
                return Bits(acc);
            case OpCode.SumLanes:
                var sum = 0f;
                for (var c = i[3]; c < x[0].Columns; c += 32) sum += Float(Cell(0, At(0), c));
                return Bits(sum);
            case OpCode.MaxLanes:
                var max = float.NegativeInfinity;
                for (var c = i[3]; c < x[0].Columns; c += 32) max = Float(Cell(0, At(0), c)) > max
                    ? Float(Cell(0, At(0), c))
                    : max;
                return Bits(max);
            case OpCode.FoldLanes:
                return Bits(Fold(op.Function == 1, l => Float(Cell(0, At(0), l)), 0, 1));
            case OpCode.Map:
                var values = op.Operands.Select((_, o) => Flat(o, At(o))).ToArray();
                return MapFunction.ByCode(op.Function).Evaluate(values, op.Attributes.ToArray());
            case OpCode.Move when op.Operands.Length == 1:
                return Flat(0, At(0));
            case OpCode.Move:
                var axis = op.Attributes[0];
                if (i[axis] < op.Attributes[1]) return Flat(0, At(0));
                i[axis] -= op.Attributes[1];
                return Flat(1, At(1));
            case OpCode.Gather:
                var row = x[0].Words[At(0)];
                return row < x[1].Rows ? Cell(1, row, i[3]) : 0;
            default:
                var word = Philox.Word(op.Attributes[0] + ((ulong)op.Attributes[1] << 32), e, step, (uint)op.Slot);
                if (op.OpCode == OpCode.Random) return word;
                return (uint)((UInt128)word * op.Attributes[2] / 4294967296);
        }
    }

    // The tree from its root: lane l of width w joins lane l and lane l + w of width 2w.
    private static float Fold(bool max, Func<int, float> lane, int l, int width)
    {
        if (width == 32) return lane(l);
        var (a, b) = (Fold(max, lane, l, 2 * width), Fold(max, lane, l + width, 2 * width));
        return max ? b > a ? b : a : a + b;
    }

    private static float Float(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
