using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Layers;

namespace Marketplace.Programs.Onnx;

/// <summary>Sums, means and maxima over any axes.</summary>
internal static class OnnxReductions
{
    public static OnnxValue Sum(OnnxCall call)
    {
        var nothing = call.Int("noop_with_empty_axes", 0) != 0;
        var axes = call.Optional(1) is null ? [] : call.Constant(1);
        if (axes.Length == 0 && nothing) return call.Input(0);
        return Reduced(call, axes, (x, axis) => call.Graph.SumAxis(x, axis));
    }

    /// <summary>The sum times 1/n (F6).</summary>
    public static OnnxValue Mean(OnnxCall call)
    {
        var sum = Reduced(call, call.Ints("axes") ?? [], (x, axis) => call.Graph.SumAxis(x, axis));
        return Averaged(call, sum);
    }

    public static OnnxValue Max(OnnxCall call) =>
        Reduced(call, call.Ints("axes") ?? [], (x, axis) => MaxAxis(call.Graph, x, axis));

    /// <summary>The mean of [batch, channels, height, width] over the last two axes.</summary>
    public static OnnxValue OverImages(OnnxCall call)
    {
        if (call.Input(0).Rank != 4) throw call.Refuse("averages others than images of rank 4");
        return Averaged(call, Reduced(call, [2, 3], (x, axis) => call.Graph.SumAxis(x, axis)));
    }

    private static OnnxValue Averaged(OnnxCall call, OnnxValue sum)
    {
        var count = checked((uint)(OnnxValue.Count(call.Input(0).Dimensions) / OnnxValue.Count(sum.Dimensions)));
        return call.Result(call.Graph.Map(MapCode.Scale, [Constants.Inverse(count)], sum.Node!), sum.Dimensions);
    }

    /// <param name="axes">Empty: all.</param>
    private static OnnxValue Reduced(OnnxCall call, IReadOnlyList<long> axes, Func<Node, int, Node> reduce)
    {
        var x = call.Input(0);
        var keep = call.Int("keepdims", 1) != 0;
        int[] over = axes.Count == 0 ? [.. Enumerable.Range(0, x.Rank)] : call.Axes(axes, x.Rank);
        var node = call.Float(0);
        foreach (var axis in over) node = reduce(node, x.Axis(axis));
        ImmutableArray<int> dimensions = keep
            ? [.. x.Dimensions.Select((d, a) => over.Contains(a) ? 1 : d)]
            : [.. x.Dimensions.Where((_, a) => !over.Contains(a))];
        return call.Result(node, dimensions);
    }

    private static Node MaxAxis(GraphBuilder graph, Node x, int axis)
    {
        if (x.Shape[axis] == 1) return x;
        return LastInstead(graph, x, axis, graph.MaxRows);
    }

    /// <summary>Does something to an axis that can be done to the last one.</summary>
    public static Node LastInstead(GraphBuilder graph, Node x, int axis, Func<Node, Node> of)
    {
        if (axis == Shape.MaxRank - 1) return of(x);
        int[] order = [0, 1, 2, 3];
        (order[axis], order[3]) = (order[3], order[axis]);
        Node Swap(Node y) => graph.Permute(y, order[0], order[1], order[2], order[3]);
        return Swap(of(Swap(x)));
    }
}
