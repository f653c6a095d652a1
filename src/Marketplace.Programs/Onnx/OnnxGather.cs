using System.Collections.Immutable;
using Marketplace.Operators;

namespace Marketplace.Programs.Onnx;

/// <summary>Slices of a value that integers name.</summary>
internal static class OnnxGather
{
    /// <summary>Rows of a table by integers of the step, or a part of any axis by constants.</summary>
    /// <remarks>An integer of the step that is outside the table gives +0, a negative one too (O5).</remarks>
    public static OnnxValue Of(OnnxCall call)
    {
        var (x, indices) = (call.Input(0), call.Input(1));
        var axis = call.Axis(call.Int("axis", 0), x.Rank);
        if (indices.Kind != OnnxKind.Int) throw call.Refuse("needs integers as indices");
        if (x.IsConstant && indices.IsConstant) return OnnxConstants.Gather(call, x, indices, axis);
        if (indices.Elements is { } picked && IsRun(call, picked, x.Dimensions[axis]) is { } start)
        {
            var part = call.Graph.Slice(x.Node!, x.Axis(axis), start, (uint)picked.Length);
            ImmutableArray<int> dimensions =
                [.. x.Dimensions[..axis], .. indices.Dimensions, .. x.Dimensions[(axis + 1)..]];
            return call.Result(part, dimensions, x.Kind);
        }

        if (axis != 0)
            throw call.Refuse($"picks places of axis {axis} that do not follow each other, which is not supported");
        return Rows(call, x, indices);
    }

    /// <summary>The first of places that follow each other, else null.</summary>
    private static uint? IsRun(OnnxCall call, long[] picked, int side)
    {
        if (picked.Length == 0) return null;
        var start = call.Within(picked[0], side);
        for (var i = 0; i < picked.Length; i++)
        {
            if (call.Within(picked[i], side) != start + i) return null;
        }

        return (uint)start;
    }

    private static OnnxValue Rows(OnnxCall call, OnnxValue x, OnnxValue indices)
    {
        ImmutableArray<int> dimensions = [.. indices.Dimensions, .. x.Dimensions[1..]];
        call.Shape(dimensions);
        if (indices.Elements is { } constant)
            indices = OnnxConstants.Select(call, indices, OnnxKind.Int, i => call.Within(i, x.Dimensions[0]));
        var columns = checked((uint)OnnxValue.Count(x.Dimensions[1..]));
        var table = call.Graph.Reshape(call.NodeOf(x), new Shape(1, 1, (uint)x.Dimensions[0], columns));
        return call.Result(call.Graph.Gather(call.NodeOf(indices), table), dimensions, x.Kind);
    }
}
