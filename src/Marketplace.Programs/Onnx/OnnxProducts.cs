using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Onnx;

/// <summary>Products of matrices, as the law's A·Bᵀ.</summary>
internal static class OnnxProducts
{
    /// <summary>Of matrices with any leading axes, which spread over each other; a vector is a row on the left and a
    /// column on
    /// the right.</summary>
    public static OnnxValue MatMul(OnnxCall call)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        if (a.Rank == 0 || b.Rank == 0) throw call.Refuse("multiplies by a scalar");
        if (a.Kind != OnnxKind.Float || b.Kind != OnnxKind.Float) throw call.Refuse("multiplies others than floats");
        ImmutableArray<int> left = a.Rank == 1 ? [1, .. a.Dimensions] : a.Dimensions;
        ImmutableArray<int> right = b.Rank == 1 ? [.. b.Dimensions, 1] : b.Dimensions;
        if (left[^1] != right[^2]) throw call.Refuse($"multiplies {OnnxValue.Shown(left)} by {OnnxValue.Shown(right)}");
        var batches = OnnxValue.Broadcast(left[..^2], right[..^2]);
        ImmutableArray<int> dimensions =
        [
            .. batches,
            .. a.Rank == 1 ? ImmutableArray<int>.Empty : [left[^2]],
            .. b.Rank == 1 ? ImmutableArray<int>.Empty : [right[^1]],
        ];
        call.Shape([.. batches, left[^2], right[^1]]);

        var (x, y) = (call.NodeOf(a), call.NodeOf(b));
        var columns = Swapped(call, b.Rank == 1 ? call.Graph.Reshape(y, call.Shape(right)) : y);
        // One matrix for all batches: their rows are one tall matrix, and the weight's gradient one product.
        if (right.Length == 2)
            x = call.Graph.Reshape(x, new Shape(1, 1, checked((uint)(x.Shape.Elements / left[^1])), (uint)left[^1]));
        return call.Result(call.Graph.MatMul(x, columns), dimensions);
    }

    /// <summary>α · A·B + β · C, A and B transposed or not.</summary>
    public static OnnxValue Gemm(OnnxCall call)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        if (a.Rank != 2 || b.Rank != 2) throw call.Refuse("multiplies others than matrices");
        var (turnA, turnB) = (call.Int("transA", 0) != 0, call.Int("transB", 0) != 0);
        var (rows, depth) = turnA ? (a.Dimensions[1], a.Dimensions[0]) : (a.Dimensions[0], a.Dimensions[1]);
        var (depthOfB, columns) = turnB ? (b.Dimensions[1], b.Dimensions[0]) : (b.Dimensions[0], b.Dimensions[1]);
        if (depth != depthOfB) throw call.Refuse($"multiplies matrices of the depths {depth} and {depthOfB}");
        var x = turnA ? Swapped(call, call.Float(0)) : call.Float(0);
        var y = turnB ? call.Float(1) : Swapped(call, call.Float(1));
        var (alpha, beta) = (call.FloatOf("alpha", Law.One), call.FloatOf("beta", Law.One));
        var product = Scaled(call, call.Graph.MatMul(x, y), alpha);
        ImmutableArray<int> dimensions = [rows, columns];
        if (call.Optional(2) is not { } c) return call.Result(product, dimensions);
        if (!OnnxValue.Broadcast(c.Dimensions, dimensions).SequenceEqual(dimensions))
            throw call.Refuse($"adds {OnnxValue.Shown(c.Dimensions)} to {OnnxValue.Shown(dimensions)}");
        return call.Result(call.Graph.Map(MapCode.Add, product, Scaled(call, call.Float(c), beta)), dimensions);
    }

    private static Node Scaled(OnnxCall call, Node x, uint by) =>
        by == Law.One ? x : call.Graph.Map(MapCode.Scale, [by], x);

    private static Node Swapped(OnnxCall call, Node x) =>
        call.Run.Swapped.TryGetValue(x, out var known) ? known : call.Graph.Transpose(x);
}
