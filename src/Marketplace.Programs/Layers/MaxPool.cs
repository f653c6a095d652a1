using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Layers;

/// <summary>The greatest of each window, windows side by side without overlap; of equal ones the first takes the
/// gradient.</summary>
public static class MaxPool
{
    /// <param name="x">[batch, height, width, channels]; a remainder below the last whole window is dropped.</param>
    /// <param name="size">Height and width of a window.</param>
    public static Node Of(GraphBuilder graph, Node x, uint size)
    {
        if (size == 1) return x;
        x = Halved(graph, x, 1, size);
        return Halved(graph, x, 2, size);
    }

    /// <summary>The maximum along one axis: the axis is cut into windows, whose places are compared in order.</summary>
    private static Node Halved(GraphBuilder graph, Node x, int axis, uint size)
    {
        var windows = x.Shape[axis] / size;
        x = graph.Slice(x, axis, 0, windows * size);
        // [outer, windows, size, inner]
        var outer = axis == 1 ? x.Shape.D0 : x.Shape.D0 * x.Shape.D1;
        var inner = axis == 1 ? x.Shape.D2 * x.Shape.D3 : x.Shape.D3;
        var cut = graph.Reshape(x, new Shape(outer, windows, size, inner));
        var max = graph.Slice(cut, 2, 0, 1);
        for (uint place = 1; place < size; place++) max = graph.Map(MapCode.Max, max, graph.Slice(cut, 2, place, 1));
        return graph.Reshape(max, x.Shape.With(axis, windows));
    }
}
