using Marketplace.Numerics;

namespace Marketplace.Operators;

/// <summary>The fixed tree over the 32 lanes of a row: x[l] = f(x[l], x[l + w]) for l &lt; w, w = 16, 8, 4,
/// 2, 1 (B4).</summary>
internal static class FoldLanesLaw
{
    public static void Run(Descriptor op, Tensor input, Span<uint> output)
    {
        for (var e = 0; e < output.Length; e++) output[e] = Element(op, input, op.Shape.Index(e));
    }

    public static uint Element(Descriptor op, Tensor input, ElementIndex index)
    {
        Span<uint> x = stackalloc uint[Chain.Lanes];
        input.Row(op.Operands[0].Position(index)).CopyTo(x);
        for (var width = Chain.Lanes / 2; width >= 1; width /= 2)
        {
            for (var l = 0; l < width; l++)
            {
                x[l] = op.Function == FoldFunction.Add ? Law.Add(x[l], x[l + width]) : Law.Max(x[l], x[l + width]);
            }
        }

        return x[0];
    }
}
