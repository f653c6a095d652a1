using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Programs.Layers.Constants;

namespace Marketplace.Programs.Layers;

/// <summary>x · 1/√(mean(x²) + ε) · γ over each row (Zhang and Sennrich: Root Mean Square Layer Normalization, 2019).</summary>
public static class RmsNorm
{
    /// <param name="x">[…, columns].</param>
    /// <param name="gamma">[columns].</param>
    public static Node Of(GraphBuilder graph, Node x, Node gamma, float epsilon)
    {
        var square = graph.Map(MapCode.Scale, [Inverse(x.Shape.D3)], graph.SumRows(graph.Map(MapCode.Mul, x, x)));
        var factor = graph.Map(MapCode.Rsqrt, graph.Map(MapCode.Add, square, graph.Scalar(ElementType.F32, Bits(epsilon))));
        var normal = graph.Map(MapCode.Mul, x, factor);
        var y = graph.Map(MapCode.Mul, normal, gamma);
        return graph.Ruled(y, [x, gamma], g =>
        {
            // With d = g·γ and n the normal form: (d − n · mean(d·n)) · factor.
            var d = graph.Map(MapCode.Mul, g, gamma);
            var slope = graph.Map(MapCode.Scale, [MinusInverse(x.Shape.D3)], graph.SumRows(graph.Map(MapCode.Mul, d, normal)));
            return
            [
                graph.Map(MapCode.Mul, graph.Map(MapCode.Fma, normal, slope, d), factor),
                graph.SumTo(graph.Map(MapCode.Mul, g, normal), gamma.Shape),
            ];
        });
    }
}
