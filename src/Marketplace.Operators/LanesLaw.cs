using Marketplace.Merkle;
using Marketplace.Numerics;

namespace Marketplace.Operators;

/// <summary>Lane l of a row takes columns l, l + 32, l + 64 … ascending: acc + x from +0, or max(acc, x)
/// from −inf (F3).</summary>
internal static class LanesLaw
{
    public static void Run(Descriptor op, Tensor input, Span<uint> output)
    {
        for (long row = 0, e = 0; row < op.Shape.Rows; row++)
        {
            var x = input.Row(op.Operands[0].Position(op.Shape.RowIndex(row)));
            for (var lane = 0; lane < Chain.Lanes; lane++, e++)
            {
                output[(int)e] = Terms(op.OpCode, x, lane, x.Length, Chain.Initial(op.OpCode));
            }
        }
    }

    /// <summary>The accumulator after unit u: columns 64u + l and 64u + l + 32, where there are such.</summary>
    public static uint Unit(Descriptor op, Tensor input, ElementIndex index, int unit, uint acc)
    {
        var x = input.Row(op.Operands[0].Position(index));
        var first = unit * TensorLeaves.Words;
        return Terms(op.OpCode, x, first + (int)index.I3, Math.Min(x.Length, first + TensorLeaves.Words), acc);
    }

    private static uint Terms(OpCode opCode, ReadOnlySpan<uint> x, int first, int end, uint acc)
    {
        for (var column = first; column < end; column += Chain.Lanes)
        {
            acc = opCode == OpCode.SumLanes ? Law.Add(acc, x[column]) : Law.Max(acc, x[column]);
        }

        return acc;
    }
}
