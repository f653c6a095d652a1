using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Onnx;

/// <summary>Other dimensions, other places, the same elements.</summary>
internal static class OnnxMoves
{
    /// <summary>Integers as dimensions.</summary>
    public static ImmutableArray<int> Dimensions(OnnxCall call, IEnumerable<long> sides) =>
        [.. sides.Select(d => d is >= 0 and <= int.MaxValue ? (int)d : throw call.Refuse($"names the dimension {d}"))];

    public static OnnxValue Reshape(OnnxCall call)
    {
        var (x, wanted) = (call.Input(0), call.Constant(1));
        call.Only("allowzero", 0);
        if (wanted.Count(d => d == -1) > 1) throw call.Refuse("leaves two dimensions open");
        // 0 copies the dimension that stands at the same place.
        long Copied(int i) => i < x.Rank ? x.Dimensions[i] : throw call.Refuse("copies a dimension that is not there");
        long[] sides = [.. wanted.Select((d, i) => d == 0 ? Copied(i) : d)];
        var open = Array.IndexOf(sides, -1);
        if (open >= 0)
        {
            sides[open] = 1;
            var others = OnnxValue.Count(Dimensions(call, sides));
            sides[open] = others == 0 ? 0 : OnnxValue.Count(x.Dimensions) / others;
        }

        return To(call, x, Dimensions(call, sides));
    }

    public static OnnxValue Flatten(OnnxCall call)
    {
        var x = call.Input(0);
        var axis = call.Int("axis", 1);
        var cut = axis == x.Rank ? x.Rank : call.Axis(axis, Math.Max(1, x.Rank));
        return To(
            call, x, Dimensions(call, [OnnxValue.Count(x.Dimensions[..cut]), OnnxValue.Count(x.Dimensions[cut..])]));
    }

    public static OnnxValue Squeeze(OnnxCall call)
    {
        var x = call.Input(0);
        var axes = call.Optional(1) is null
            ? [.. Enumerable.Range(0, x.Rank).Where(a => x.Dimensions[a] == 1)]
            : call.Axes(call.Constant(1), x.Rank);
        if (axes.Any(a => x.Dimensions[a] != 1)) throw call.Refuse("drops an axis that is longer than one");
        return To(call, x, [.. x.Dimensions.Where((_, a) => !axes.Contains(a))]);
    }

    public static OnnxValue Unsqueeze(OnnxCall call)
    {
        var (x, asked) = (call.Input(0), call.Constant(1));
        var axes = call.Axes(asked, x.Rank + asked.Length);
        var old = 0;
        var places = Enumerable.Range(0, x.Rank + axes.Length);
        return To(call, x, [.. places.Select(a => axes.Contains(a) ? 1 : x.Dimensions[old++])]);
    }

    public static OnnxValue Transpose(OnnxCall call)
    {
        var x = call.Input(0);
        var order = call.Ints("perm")?.Select(a => call.Axis(a, x.Rank)).ToArray()
            ?? [.. Enumerable.Range(0, x.Rank).Reverse()];
        if (order.Length != x.Rank || order.Distinct().Count() != x.Rank)
            throw call.Refuse("does not name each axis once");
        ImmutableArray<int> dimensions = [.. order.Select(a => x.Dimensions[a])];
        if (x.IsConstant)
        {
            var own = OnnxConstants.Strides(x.Dimensions);
            return OnnxConstants.Moved(call, x, dimensions, 0, [.. order.Select(a => own[a])]);
        }

        call.Shape(dimensions);
        var all = Enumerable.Range(0, Shape.MaxRank - x.Rank).Concat(order.Select(x.Axis)).ToArray();
        if (all.SequenceEqual([0, 1, 3, 2]))
        {
            var swapped = call.Graph.Transpose(x.Node!);
            call.Run.Swapped[swapped] = x.Node!;
            return call.Result(swapped, dimensions, x.Kind);
        }

        return call.Result(call.Graph.Permute(x.Node!, all[0], all[1], all[2], all[3]), dimensions, x.Kind);
    }

    public static OnnxValue Expand(OnnxCall call)
    {
        var x = call.Input(0);
        var dimensions = OnnxValue.Broadcast(x.Dimensions, Dimensions(call, call.Constant(1)));
        if (x.IsConstant) return OnnxConstants.Moved(call, x, dimensions, 0, OnnxConstants.StridesOver(x, dimensions));
        return call.Result(call.Graph.Spread(x.Node!, call.Shape(dimensions)), dimensions, x.Kind);
    }

    public static OnnxValue Concat(OnnxCall call)
    {
        OnnxValue[] parts = [.. Enumerable.Range(0, call.Inputs).Select(call.Input)];
        if (parts.Length == 0) throw call.Refuse("has no inputs");
        var axis = call.Axis(call.Int("axis", 0), parts[0].Rank);
        if (parts.Any(p => p.Kind != parts[0].Kind || p.Rank != parts[0].Rank))
            throw call.Refuse("joins values of several types or ranks");
        if (parts.Any(p => !p.Dimensions.SetItem(axis, 0).SequenceEqual(parts[0].Dimensions.SetItem(axis, 0))))
            throw call.Refuse("joins values that differ on another axis");
        var side = checked((int)parts.Aggregate(0L, (sum, p) => sum + p.Dimensions[axis]));
        var dimensions = parts[0].Dimensions.SetItem(axis, side);
        if (!parts.All(p => p.IsConstant))
        {
            call.Shape(dimensions);
            var joined = parts.Where(p => p.Dimensions[axis] > 0).Select(call.NodeOf)
                .Aggregate((a, b) => call.Graph.Concat(a, b, parts[0].Axis(axis)));
            return call.Result(joined, dimensions, parts[0].Kind);
        }

        var elements = call.Run.Fresh(dimensions);
        var (row, at) = (OnnxValue.Count(dimensions[axis..]), 0L);
        foreach (var part in parts)
        {
            var own = OnnxValue.Count(part.Dimensions[axis..]);
            for (var r = 0L; own > 0 && r < part.Elements!.Length / own; r++)
                Array.Copy(part.Elements, r * own, elements, r * row + at, own);
            at += own;
        }

        return OnnxValue.Constant(parts[0].Kind, dimensions, elements);
    }

    /// <summary>A constant around a value; negative pads are not supported.</summary>
    public static OnnxValue Pad(OnnxCall call)
    {
        var (x, pads) = (call.Input(0), call.Constant(1));
        if (call.Text("mode", "constant") != "constant")
            throw call.Refuse("pads with others than a constant, which is not supported");
        if (pads.Length != 2 * x.Rank || pads.Any(p => p is < 0 or > int.MaxValue))
            throw call.Refuse("needs two pads of zero or more for each axis");
        if (pads.All(p => p == 0)) return x;
        var (padded, dimensions) = (call.Float(0), x.Dimensions);
        var value = call.Optional(2) is null ? call.Scalar(0) : call.Float(2);
        if (value.Shape.Elements != 1) throw call.Refuse("pads with more than one number");
        for (var axis = 0; axis < x.Rank; axis++)
        {
            var (before, behind) = ((int)pads[axis], (int)pads[axis + x.Rank]);
            dimensions = dimensions.SetItem(axis, checked(dimensions[axis] + before + behind));
            call.Shape(dimensions);
            padded = OnnxImages.Padded(call.Graph, padded, x.Axis(axis), ((uint)before, (uint)behind), value);
        }

        return call.Result(padded, dimensions);
    }

    /// <summary>Nothing is dropped.</summary>
    public static OnnxValue Dropout(OnnxCall call)
    {
        call.Int("seed", 0);
        return call.Input(0);
    }

    /// <summary>The same elements with other dimensions.</summary>
    public static OnnxValue To(OnnxCall call, OnnxValue x, ImmutableArray<int> dimensions)
    {
        OnnxValue.RequireRank(dimensions.Length);
        GraphBuilder.Require(
            OnnxValue.Count(dimensions) == OnnxValue.Count(x.Dimensions),
            $"{OnnxValue.Shown(x.Dimensions)} has not as many elements as {OnnxValue.Shown(dimensions)}");
        return x.IsConstant ? x with { Dimensions = dimensions } : call.Result(x.Node!, dimensions, x.Kind);
    }
}
