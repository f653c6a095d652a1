using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Programs.Layers.Constants;

namespace Marketplace.Programs.Layers;

/// <summary>(x − mean) · 1/√(variance + ε) · γ + β over each row (Ba, Kiros, Hinton: Layer Normalization, 2016).</summary>
public static class LayerNorm
{
    /// <param name="x">[…, columns].</param>
    /// <param name="gamma">[columns], as <paramref name="beta"/>.</param>
    public static Node Of(GraphBuilder graph, Node x, Node gamma, Node beta, float epsilon)
    {
        var inverse = Inverse(x.Shape.D3);
        var mean = graph.Map(MapCode.Scale, [inverse], graph.SumRows(x));
        var variance = graph.Map(MapCode.Scale, [inverse], graph.SumRows(graph.Map(MapCode.SquareDifference, x, mean)));
        var deviation = graph.Map(MapCode.Rsqrt, graph.Map(MapCode.Add, variance, graph.Scalar(ElementType.F32, Bits(epsilon))));
        var normal = graph.Map(MapCode.Normalise, x, mean, deviation);
        var y = graph.Map(MapCode.Fma, normal, gamma, beta);
        return graph.Ruled(y, [x, gamma, beta], g => Backward(graph, g, normal, deviation, gamma, beta));
    }

    /// <summary>With d = g·γ and n the normal form: (d − mean(d) − n · mean(d·n)) · 1/σ.</summary>
    private static Node[] Backward(GraphBuilder graph, Node g, Node normal, Node deviation, Node gamma, Node beta)
    {
        var minusInverse = MinusInverse(normal.Shape.D3);
        var d = graph.Map(MapCode.Mul, g, gamma);
        var mean = graph.Map(MapCode.Scale, [minusInverse], graph.SumRows(d));
        var slope = graph.Map(MapCode.Scale, [minusInverse], graph.SumRows(graph.Map(MapCode.Mul, d, normal)));
        var centred = graph.Map(MapCode.Fma, normal, slope, graph.Map(MapCode.Add, d, mean));
        return
        [
            graph.Map(MapCode.Mul, centred, deviation),
            graph.SumTo(graph.Map(MapCode.Mul, g, normal), gamma.Shape),
            graph.SumTo(g, beta.Shape),
        ];
    }
}
