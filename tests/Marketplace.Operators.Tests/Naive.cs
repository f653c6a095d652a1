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

    private static uint Element(Descriptor op, IReadOnlyList<Tensor> x, long[] i, uint step, uint e)
    {
        long At(int o)
        {
            var rule = op.Operands[o];
            return rule.Offset + i[0] * rule.Strides.S0 + i[1] * rule.Strides.S1 + i[2] * rule.Strides.S2 + i[3] * rule.Strides.S3;
        }

        uint Cell(int o, long row, long column) => x[o].Words[row * x[o].Columns + column];

        switch (op.OpCode)
        {
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
                var values = op.Operands.Select((_, o) => x[o].Words[At(o)]).ToArray();
                return MapFunction.ByCode(op.Function).Evaluate(values, op.Attributes.ToArray());
            case OpCode.Move when op.Operands.Length == 1:
                return x[0].Words[At(0)];
            case OpCode.Move:
                var axis = op.Attributes[0];
                if (i[axis] < op.Attributes[1]) return x[0].Words[At(0)];
                i[axis] -= op.Attributes[1];
                return x[1].Words[At(1)];
            case OpCode.Gather:
                var row = x[0].Words[At(0)];
                return row < x[1].Rows ? Cell(1, row, i[3]) : 0;
            default:
                var word = Philox.Word(op.Attributes[0] + ((ulong)op.Attributes[1] << 32), e, step, (uint)op.Slot);
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
