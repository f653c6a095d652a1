using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Layers;

namespace Marketplace.Programs.Onnx;

/// <summary>Windows over images [batch, channels, height, width]. Inside, channels are the last axis.</summary>
internal static class OnnxImages
{
    // An operation or two for each place of a window.
    private const int MaxPlaces = 1024;

    // What a place costs of the graph's budget: 2^16 places in all.
    private const int ElementsOfPlace = 64;

    private const uint MinusInfinity = 0xff800000;

    private readonly record struct Window(uint Kernel, uint Stride, uint Before, uint Behind)
    {
        public long Count(uint side) => ((long)side + Before + Behind - Kernel) / Stride + 1;
    }

    /// <summary>A row for each place of the image, in which the window around it stands, times the weights
    /// (O1).</summary>
    public static OnnxValue Conv(OnnxCall call)
    {
        var (x, weight) = (call.Input(0), call.Input(1));
        if (x.Rank != 4 || weight.Rank != 4) throw call.Refuse("convolves others than images of rank 4");
        call.Only("group", 1);
        var (image, high, wide) = Windows(call, weight.Dimensions[2], weight.Dimensions[3]);
        if (weight.Dimensions[1] != x.Dimensions[1])
            throw call.Refuse($"has weights for {weight.Dimensions[1]} channels, not {x.Dimensions[1]}");
        var (graph, sides) = (call.Graph, Result(call, x, weight.Dimensions[0], high, wide));
        image = Padded(graph, image, 1, (high.Before, high.Behind), call.Scalar(0));
        image = Padded(graph, image, 2, (wide.Before, wide.Behind), call.Scalar(0));

        var windows = Places(graph, image, 1, high, (uint)sides[2])
            .SelectMany(row => Places(graph, row, 2, wide, (uint)sides[3])).Aggregate((a, b) => graph.Concat(a, b, 3));
        var rows = graph.Reshape(windows, new Shape(1, 1, checked((uint)windows.Shape.Rows), windows.Shape.D3));
        var channelsLast = graph.Permute(call.Float(1), 0, 2, 3, 1);
        var columns = graph.Reshape(channelsLast, new Shape(1, 1, (uint)sides[1], windows.Shape.D3));
        var product = graph.MatMul(rows, columns);
        if (call.Optional(2) is { } bias)
        {
            if (!bias.Dimensions.SequenceEqual([sides[1]]))
                throw call.Refuse("has a bias that is not one number for each output channel");
            product = graph.Map(MapCode.Add, product, call.Float(bias));
        }

        var result = new Shape((uint)sides[0], (uint)sides[2], (uint)sides[3], (uint)sides[1]);
        return FromImage(call, graph.Reshape(product, result), sides);
    }

    public static OnnxValue MaxPool(OnnxCall call)
    {
        call.Only("storage_order", 0);
        return Pool(call, MinusInfinity, MapCode.Max, out _);
    }

    /// <summary>The sum times 1/n (F6); zeros around the image are counted or refused.</summary>
    public static OnnxValue AveragePool(OnnxCall call)
    {
        var counted = call.Int("count_include_pad", 0) != 0;
        var sum = Pool(call, 0, MapCode.Add, out var places);
        if (!counted && call.Ints("pads") is { } pads && pads.Any(p => p != 0))
            throw call.Refuse("does not count its padding, which is not supported");
        return call.Result(call.Graph.Map(MapCode.Scale, [Constants.Inverse(places)], sum.Node!), sum.Dimensions);
    }

    /// <summary>A number before and behind on an axis.</summary>
    public static Node Padded(GraphBuilder graph, Node x, int axis, (uint Before, uint Behind) pads, Node value)
    {
        Node Block(uint length) => graph.Spread(value, x.Shape.With(axis, length));
        var padded = pads.Before > 0 ? graph.Concat(Block(pads.Before), x, axis) : x;
        return pads.Behind > 0 ? graph.Concat(padded, Block(pads.Behind), axis) : padded;
    }

    /// <summary>Windows joined along one axis, then along the other, place after place.</summary>
    private static OnnxValue Pool(OnnxCall call, uint outside, byte join, out uint places)
    {
        var x = call.Input(0);
        if (x.Rank != 4) throw call.Refuse("pools others than images of rank 4");
        if (call.Ints("kernel_shape") is not [var height, var width])
            throw call.Refuse("has a kernel of other than two sides");
        var (image, high, wide) = Windows(call, height, width);
        var sides = Result(call, x, x.Dimensions[1], high, wide);
        places = high.Kernel * wide.Kernel;
        foreach (var (axis, window, count) in new[] { (1, high, sides[2]), (2, wide, sides[3]) })
        {
            image = Padded(call.Graph, image, axis, (window.Before, window.Behind), call.Scalar(outside));
            image = Places(call.Graph, image, axis, window, (uint)count)
                .Aggregate((a, b) => call.Graph.Map(join, a, b));
        }

        return FromImage(call, image, sides);
    }

    /// <summary>The image with channels last, and its windows along height and width.</summary>
    private static (Node Image, Window High, Window Wide) Windows(OnnxCall call, long height, long width)
    {
        if (call.Text("auto_pad", "NOTSET") is not ("NOTSET" or "VALID"))
            throw call.Refuse("pads by itself, which is not supported");
        var kernel = call.Ints("kernel_shape") ?? [height, width];
        var (strides, pads) = (call.Ints("strides") ?? [1, 1], call.Ints("pads") ?? [0, 0, 0, 0]);
        if (call.Ints("dilations") is { } dilations && dilations.Any(d => d != 1))
            throw call.Refuse("has dilations, which are not supported");
        call.Only("ceil_mode", 0);
        if (!kernel.SequenceEqual([height, width]) || strides.Count != 2 || pads.Count != 4)
            throw call.Refuse("has a kernel, strides or pads of other than two sides");
        if (kernel.Any(k => k is < 1 or > MaxPlaces) || height * width > MaxPlaces)
            throw call.Refuse($"has a window of more than {MaxPlaces} places");
        if (strides.Any(s => s is < 1 or > int.MaxValue)
            || pads.Select((p, i) => p < 0 || p >= kernel[i % 2]).Any(wrong => wrong))
            throw call.Refuse("has strides below one, or pads that are not smaller than the window");
        call.Run.Spend(height * width * ElementsOfPlace);
        var image = call.Graph.Permute(call.Float(0), 0, 2, 3, 1);
        return (
            image, new Window((uint)height, (uint)strides[0], (uint)pads[0], (uint)pads[2]),
            new Window((uint)width, (uint)strides[1], (uint)pads[1], (uint)pads[3]));
    }

    private static ImmutableArray<int> Result(OnnxCall call, OnnxValue x, int channels, Window high, Window wide)
    {
        var (height, width) = ((uint)x.Dimensions[2], (uint)x.Dimensions[3]);
        if (height + high.Before + high.Behind < high.Kernel || width + wide.Before + wide.Behind < wide.Kernel)
            throw call.Refuse("has a window that is larger than its image");
        ImmutableArray<int> sides =
            [x.Dimensions[0], channels, checked((int)high.Count(height)), checked((int)wide.Count(width))];
        call.Shape(sides);
        return sides;
    }

    /// <summary>For each place of a window along an axis (1 or 2) what stands there in all windows.</summary>
    private static IEnumerable<Node> Places(GraphBuilder graph, Node x, int axis, Window window, uint count)
    {
        for (uint place = 0; place < window.Kernel; place++)
            yield return Every(graph, x, axis, place, window.Stride, count);
    }

    /// <summary>Every so many-th place of an axis: the axis is cut into pieces, of which the first place is
    /// taken.</summary>
    private static Node Every(GraphBuilder graph, Node x, int axis, uint start, uint stride, uint count)
    {
        if (stride == 1 || count == 1) return graph.Slice(x, axis, start, count);
        var (rest, whole) = (x.Shape[axis] - start, checked(count * stride));
        x = graph.Slice(x, axis, start, Math.Min(rest, whole));
        x = graph.Padded(x, axis, 0, whole - Math.Min(rest, whole));
        var outer = axis == 1 ? x.Shape.D0 : checked(x.Shape.D0 * x.Shape.D1);
        var inner = axis == 1 ? checked(x.Shape.D2 * x.Shape.D3) : x.Shape.D3;
        var first = graph.Slice(graph.Reshape(x, new Shape(outer, count, stride, inner)), 2, 0, 1);
        return graph.Reshape(first, x.Shape.With(axis, count));
    }

    private static OnnxValue FromImage(OnnxCall call, Node image, ImmutableArray<int> sides) =>
        call.Result(call.Graph.Permute(image, 0, 3, 1, 2), sides);
}
