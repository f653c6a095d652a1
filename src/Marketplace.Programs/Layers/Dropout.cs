using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Programs.Layers.Constants;

namespace Marketplace.Programs.Layers;

/// <summary>Elements set to zero at random, the others scaled up (Srivastava et al., 2014); which ones, a counter says (F6).</summary>
public static class Dropout
{
    /// <param name="probability">Of an element to go, 0 ≤ p &lt; 1.</param>
    /// <param name="seed">Its own for every place in the program: slots are reused, so their number alone would give two
    /// places the same words.</param>
    public static Node Of(GraphBuilder graph, Node x, float probability, ulong seed)
    {
        if (probability == 0) return x;
        // 31 bits of a word below (1 − p) · 2^31 keep the element.
        var share = Law.Sub(Law.One, Bits(probability));
        var limit = Law.ToInt(Law.Mul(share, Law.FromInt(int.MaxValue)));
        var words = graph.Map(MapCode.IntShiftRight, graph.Random(x.Shape, seed), graph.Scalar(ElementType.I32, 1));
        var kept = graph.Map(MapCode.IntLess, words, graph.Scalar(ElementType.I32, limit));
        var factor = graph.Map(MapCode.Scale, [Law.Div(Law.One, share)], kept);
        var y = graph.Map(MapCode.Mul, x, factor);
        return graph.Ruled(y, [x], g => [graph.Map(MapCode.Mul, g, factor)]);
    }
}
