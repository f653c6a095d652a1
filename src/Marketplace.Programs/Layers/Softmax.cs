using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Layers;

/// <summary>e^(x − max) / Σ e^(x − max) over each row, by one reciprocal a row.</summary>
public static class Softmax
{
    /// <param name="x">[…, columns].</param>
    public static Node Of(GraphBuilder graph, Node x)
    {
        var e = graph.Map(MapCode.SoftmaxExp, x, graph.MaxRows(x));
        var one = graph.Scalar(ElementType.F32, Law.One);
        var p = graph.Map(MapCode.Mul, e, graph.Map(MapCode.Div, one, graph.SumRows(e)));
        return graph.Ruled(p, [x], g => [Gradient(graph, g, p)]);
    }

    /// <summary>p · (g − Σ g·p).</summary>
    public static Node Gradient(GraphBuilder graph, Node g, Node p) =>
        graph.Map(MapCode.Mul, p, graph.Map(MapCode.Sub, g, graph.SumRows(graph.Map(MapCode.Mul, g, p))));
}
