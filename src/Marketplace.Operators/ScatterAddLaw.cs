using Marketplace.Numerics;

namespace Marketplace.Operators;

/// <summary>out[v, d] = Σ over the tokens whose index is v of their gradients: acc0 = +0, tokens ascending. In the
/// operands' positions the token's number stands in the place of the row index i2 (B4).</summary>
internal static class ScatterAddLaw
{
    public static void Run(Descriptor op, Tensor indices, Tensor gradient, Span<uint> output)
    {
        var tokens = op.Attributes[0];
        for (var e = 0; e < output.Length; e++)
        {
            var index = op.Shape.Index(e);
            var acc = Chain.Initial(op.OpCode);
            for (uint token = 0; token < tokens; token++) acc = Unit(op, indices, gradient, index, token, acc);
            output[e] = acc;
        }
    }

    /// <summary>The accumulator after a token.</summary>
    public static uint Unit(
        Descriptor op, Tensor indices, Tensor gradient, ElementIndex index, long token, uint acc)
    {
        var place = index with { I2 = token };
        return indices.Words[op.Operands[0].Position(place)] == (uint)index.I2
            ? Law.Add(acc, gradient.Words[op.Operands[1].Position(place)])
            : acc;
    }
}
