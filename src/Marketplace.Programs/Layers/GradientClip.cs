using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Programs.Layers.Constants;

namespace Marketplace.Programs.Layers;

/// <summary>The global norm of all gradients, and gradients that do not exceed one (Pascanu, Mikolov, Bengio, 2013).</summary>
public static class GradientClip
{
    private const float Epsilon = 1e-6f;

    /// <summary>√Σ g² over all gradients: [1].</summary>
    public static Node Norm(GraphBuilder graph, IEnumerable<Node> gradients) =>
        graph.Map(MapCode.Sqrt, gradients.Select(g => Square(graph, g)).Aggregate((a, b) => graph.Map(MapCode.Add, a, b)));

    /// <summary>Gradients times min(1, limit / (norm + 1e-6)).</summary>
    public static ImmutableArray<Node> Of(GraphBuilder graph, IEnumerable<Node> gradients, Node norm, float limit)
    {
        Node Scalar(float value) => graph.Scalar(ElementType.F32, Bits(value));
        var ratio = graph.Map(MapCode.Div, Scalar(limit), graph.Map(MapCode.Add, norm, Scalar(Epsilon)));
        // min(1, r) = −max(−1, −r).
        var minus = graph.Map(MapCode.Scale, [Bits(-1)], ratio);
        var factor = graph.Map(MapCode.Scale, [Bits(-1)], graph.Map(MapCode.Max, Scalar(-1), minus));
        return [.. gradients.Select(g => graph.Map(MapCode.Mul, g, factor))];
    }

    private static Node Square(GraphBuilder graph, Node g)
    {
        var rows = graph.SumRows(graph.Map(MapCode.Mul, g, g));
        return graph.SumRows(graph.Reshape(rows, new Shape(1, 1, 1, checked((uint)rows.Shape.Elements))));
    }
}
