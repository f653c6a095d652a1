using System.Collections.Immutable;
using Marketplace.Operators;

namespace Marketplace.Programs.Layers;

/// <summary>Between the columns of a projection and the heads of attention.</summary>
public static class Heads
{
    /// <summary>Cuts the columns of [batch · sequence, parts · heads · width] into parts of [batch, heads, sequence,
    /// width].</summary>
    public static ImmutableArray<Node> Split(GraphBuilder graph, Node x, uint batch, uint parts, uint heads)
    {
        var (sequence, columns) = (x.Shape.D2 / batch, x.Shape.D3);
        var width = columns / parts / heads;
        var shape = new Shape(batch, heads, sequence, width);
        var strides = new Strides((long)sequence * columns, width, columns, 1);
        ImmutableArray<Node> split =
        [
            .. Enumerable.Range(0, (int)parts).Select(part => graph.Move(new View(x, (long)part * heads * width, strides), shape)),
        ];
        graph.Ruled(split, [x], gs => [gs.Select(g => Merge(graph, g ?? graph.Zeros(shape))).Aggregate((a, b) => graph.Concat(a, b, 3))]);
        return split;
    }

    /// <summary>[batch, heads, sequence, width] to [batch · sequence, heads · width].</summary>
    public static Node Merge(GraphBuilder graph, Node x)
    {
        var (b, h, t, w) = (x.Shape.D0, x.Shape.D1, x.Shape.D2, x.Shape.D3);
        return graph.Reshape(graph.Permute(x, 0, 2, 1, 3), new Shape(1, 1, b * t, h * w));
    }
}
