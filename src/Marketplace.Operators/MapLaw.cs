using Marketplace.Numerics;

namespace Marketplace.Operators;

/// <summary>out[e] = function(operands at their positions; immediates).</summary>
internal static class MapLaw
{
    public static void Run(Descriptor op, IReadOnlyList<Tensor> operands, Span<uint> output)
    {
        var function = MapFunction.ByCode(op.Function);
        var immediates = op.Attributes.AsSpan();
        var count = operands.Count;
        Span<long> positions = stackalloc long[MapFunction.MaxOperands];
        Span<uint> values = stackalloc uint[MapFunction.MaxOperands];
        for (long row = 0, e = 0; row < op.Shape.Rows; row++)
        {
            var index = op.Shape.RowIndex(row);
            for (var o = 0; o < count; o++) positions[o] = op.Operands[o].Position(index);
            for (var i3 = 0; i3 < op.Shape.D3; i3++, e++)
            {
                for (var o = 0; o < count; o++)
                {
                    values[o] = operands[o].Element(positions[o]);
                    positions[o] += op.Operands[o].Strides.S3;
                }

                output[(int)e] = function.Evaluate(values[..count], immediates);
            }
        }
    }

    public static uint Element(Descriptor op, IReadOnlyList<Tensor> operands, ElementIndex index)
    {
        Span<uint> values = stackalloc uint[operands.Count];
        for (var o = 0; o < values.Length; o++) values[o] = operands[o].Element(op.Operands[o].Position(index));
        return MapFunction.ByCode(op.Function).Evaluate(values, op.Attributes.AsSpan());
    }
}
