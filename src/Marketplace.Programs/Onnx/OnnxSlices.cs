using System.Collections.Immutable;

namespace Marketplace.Programs.Onnx;

/// <summary>Parts of an axis.</summary>
internal static class OnnxSlices
{
    /// <summary>Of constants any step forwards; of others step 1.</summary>
    public static OnnxValue Slice(OnnxCall call)
    {
        var (x, starts, ends) = (call.Input(0), call.Constant(1), call.Constant(2));
        var axes = call.Optional(3) is null
            ? [.. Enumerable.Range(0, starts.Length).Select(a => (long)a)]
            : call.Constant(3);
        var steps = call.Optional(4) is null ? [.. axes.Select(_ => 1L)] : call.Constant(4);
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw call.Refuse("has starts, ends, axes and steps of several lengths");
        call.Axes(axes, x.Rank);
        for (var i = 0; i < axes.Length; i++)
            x = Part(call, x, call.Axis(axes[i], x.Rank), starts[i], ends[i], steps[i]);
        return x;
    }

    public static IReadOnlyList<OnnxValue> Split(OnnxCall call)
    {
        var x = call.Input(0);
        var axis = call.Axis(call.Int("axis", 0), x.Rank);
        var lengths = call.Optional(1) is null ? Equal(call, x.Dimensions[axis]) : call.Constant(1);
        if (lengths.Length != call.Outputs || lengths.Any(l => l < 1)
            || lengths.Aggregate((Int128)0, (sum, l) => sum + l) != x.Dimensions[axis])
            throw call.Refuse("has parts that do not make up the axis");
        var parts = new List<OnnxValue>();
        var start = 0L;
        foreach (var length in lengths)
        {
            parts.Add(Part(call, x, axis, start, start + length, 1));
            start += length;
        }

        return parts;
    }

    private static long[] Equal(OnnxCall call, int side) =>
        call.Outputs > 0 && side % call.Outputs == 0
            ? [.. Enumerable.Repeat((long)(side / call.Outputs), call.Outputs)]
            : throw call.Refuse("does not cut the axis into equal parts");

    /// <summary>From start until before end, both counted from the end if negative and brought into the axis.</summary>
    private static OnnxValue Part(OnnxCall call, OnnxValue x, int axis, long start, long end, long step)
    {
        var side = x.Dimensions[axis];
        long Inside(long place) => Math.Clamp(place < 0 ? place + side : place, 0, side);
        var (from, to) = (Inside(start), Inside(end));
        if (step < 1 || (step > 1 && !x.IsConstant))
            throw call.Refuse($"goes in steps of {step}, which is not supported");
        // No axis is longer than 2^31: a greater step picks the first place only, as this one does.
        step = Math.Min(step, int.MaxValue);
        var dimensions = x.Dimensions.SetItem(axis, (int)((Math.Max(0, to - from) + step - 1) / step));
        if (!x.IsConstant)
        {
            call.Shape(dimensions);
            var part = call.Graph.Slice(x.Node!, x.Axis(axis), (uint)from, (uint)(to - from));
            return call.Result(part, dimensions, x.Kind);
        }

        var strides = OnnxConstants.Strides(x.Dimensions);
        var offset = from * strides[axis];
        strides[axis] *= step;
        return OnnxConstants.Moved(call, x, dimensions, offset, strides);
    }
}
