using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Programs.Layers.Constants;

namespace Marketplace.Programs.Layers;

/// <summary>The mean of (y − target)² over all elements.</summary>
/// <param name="Loss">[1].</param>
/// <param name="Gradient">By y, of its shape.</param>
public sealed record MeanSquaredError(Node Loss, Node Gradient)
{
    /// <param name="y">[rows, columns], as <paramref name="target"/>.</param>
    public static MeanSquaredError Of(GraphBuilder graph, Node y, Node target)
    {
        var count = checked((uint)y.Shape.Elements);
        var squares = graph.SumRows(graph.Map(MapCode.SquareDifference, y, target));
        var total = graph.SumRows(graph.Reshape(squares, new Shape(1, 1, 1, (uint)squares.Shape.Elements)));
        var difference = graph.Map(MapCode.Sub, y, target);
        return new MeanSquaredError(
            graph.Map(MapCode.Scale, [Inverse(count)], total),
            graph.Map(MapCode.Scale, [Law.Mul(Bits(2), Inverse(count))], difference));
    }
}
