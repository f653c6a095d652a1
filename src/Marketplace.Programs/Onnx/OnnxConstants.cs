using System.Collections.Immutable;

namespace Marketplace.Programs.Onnx;

/// <summary>Constants that follow from constants: mostly shapes, which are known as soon as the batch is.</summary>
internal static class OnnxConstants
{
    /// <summary>Elements that all constants of a graph may have together, beside those in the file.</summary>
    public const long Budget = 1 << 22;

    /// <summary>Row-major strides.</summary>
    public static long[] Strides(ImmutableArray<int> dimensions)
    {
        var strides = new long[dimensions.Length];
        var stride = 1L;
        for (var i = dimensions.Length - 1; i >= 0; i--)
            (strides[i], stride) = (stride, checked(stride * dimensions[i]));
        return strides;
    }

    /// <summary>The strides by which a value is read when it spreads over dimensions: 0 where it is repeated.</summary>
    public static long[] StridesOver(OnnxValue value, ImmutableArray<int> dimensions)
    {
        var (own, over) = (Strides(value.Dimensions), new long[dimensions.Length]);
        for (var i = 0; i < value.Rank; i++)
        {
            if (value.Dimensions[i] > 1) over[i + dimensions.Length - value.Rank] = own[i];
        }

        return over;
    }

    /// <summary>Elements read by an affine rule of their indices.</summary>
    public static OnnxValue Moved(
        OnnxCall call, OnnxValue value, ImmutableArray<int> dimensions, long offset, long[] strides)
    {
        var elements = call.Run.Fresh(dimensions);
        var index = new int[dimensions.Length];
        var from = offset;
        for (var e = 0; e < elements.Length; e++)
        {
            elements[e] = value.Elements![from];
            for (var axis = index.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < dimensions[axis]) break;
                from -= strides[axis] * dimensions[axis];
                index[axis] = 0;
            }
        }

        return OnnxValue.Constant(value.Kind, dimensions, elements);
    }

    /// <summary>A function of two constants, each spread over the other.</summary>
    public static OnnxValue Zip(OnnxCall call, OnnxValue a, OnnxValue b, OnnxKind kind, Func<long, long, long> function)
    {
        var dimensions = OnnxValue.Broadcast(a.Dimensions, b.Dimensions);
        var left = Moved(call, a, dimensions, 0, StridesOver(a, dimensions)).Elements!;
        var right = Moved(call, b, dimensions, 0, StridesOver(b, dimensions)).Elements!;
        for (var e = 0; e < left.Length; e++) left[e] = function(left[e], right[e]);
        return OnnxValue.Constant(kind, dimensions, left);
    }

    public static OnnxValue Select(OnnxCall call, OnnxValue a, OnnxKind kind, Func<long, long> function)
    {
        var elements = call.Run.Fresh(a.Dimensions);
        for (var e = 0; e < elements.Length; e++) elements[e] = function(a.Elements![e]);
        return OnnxValue.Constant(kind, a.Dimensions, elements);
    }

    /// <summary>The slices of a constant that indices name on an axis; its dimensions are those of the indices
    /// there.</summary>
    public static OnnxValue Gather(OnnxCall call, OnnxValue value, OnnxValue indices, int axis)
    {
        ImmutableArray<int> dimensions =
            [.. value.Dimensions[..axis], .. indices.Dimensions, .. value.Dimensions[(axis + 1)..]];
        var elements = call.Run.Fresh(dimensions);
        var (count, inner) = (value.Dimensions[axis], OnnxValue.Count(value.Dimensions[(axis + 1)..]));
        var picked = indices.Elements!;
        for (long e = 0; e < elements.Length; e++)
        {
            var row = e / inner;
            var at = call.Within(picked[row % picked.Length], count);
            elements[e] = value.Elements![(row / picked.Length * count + at) * inner + e % inner];
        }

        return OnnxValue.Constant(value.Kind, dimensions, elements);
    }
}
