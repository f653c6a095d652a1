using System.Collections.Immutable;
using Marketplace.Numerics;

namespace Marketplace.Programs.Onnx;

/// <summary>Constants, shapes, types, comparisons and choices.</summary>
internal static class OnnxLogic
{
    public static OnnxValue Constant(OnnxCall call)
    {
        if (call.Attribute("value", OnnxAttributeType.Tensor)?.Tensor is { } tensor) return Of(tensor);
        if (call.Attribute("value_float", OnnxAttributeType.Float) is { } f)
            return OnnxValue.Constant(OnnxKind.Float, [], [f.Float]);
        if (call.Attribute("value_int", OnnxAttributeType.Int) is { } i)
            return OnnxValue.Constant(OnnxKind.Int, [], [i.Int]);
        if (call.Attribute("value_ints", OnnxAttributeType.Ints) is { } ints) return OnnxValue.Integers([.. ints.Ints]);
        if (call.Attribute("value_floats", OnnxAttributeType.Floats) is { } floats)
            return OnnxValue.Constant(OnnxKind.Float, [floats.Floats.Count], [.. floats.Floats.Select(x => (long)x)]);
        throw call.Refuse("has no value of a supported kind");
    }

    public static OnnxValue Of(OnnxTensor tensor) =>
        OnnxValue.Constant(tensor.Kind, tensor.Dimensions, tensor.Elements);

    public static OnnxValue ConstantOfShape(OnnxCall call)
    {
        var value = call.Attribute("value", OnnxAttributeType.Tensor)?.Tensor
            ?? new OnnxTensor("", OnnxKind.Float, [1], [0]);
        if (value.Elements.Length != 1) throw call.Refuse("has a value of several elements");
        var dimensions = OnnxMoves.Dimensions(call, call.Constant(0));
        return OnnxConstants.Moved(call, Of(value), dimensions, 0, new long[dimensions.Length]);
    }

    public static OnnxValue Shape(OnnxCall call)
    {
        var dimensions = call.Input(0).Dimensions;
        var rank = dimensions.Length;
        int Clamped(long i) => (int)Math.Clamp(i < 0 ? i + rank : i, 0, rank);
        var (start, end) = (Clamped(call.Int("start", 0)), Clamped(call.Int("end", rank)));
        return OnnxValue.Integers([.. dimensions.Skip(start).Take(end - start).Select(d => (long)d)]);
    }

    public static OnnxValue Range(OnnxCall call)
    {
        var (start, limit, delta) = (call.Constant(0), call.Constant(1), call.Constant(2));
        if (start.Length != 1 || limit.Length != 1 || delta is not [not 0])
            throw call.Refuse("needs three numbers, the step not zero");
        var length = ((Int128)limit[0] - start[0] + delta[0] - Math.Sign(delta[0])) / delta[0];
        GraphBuilder.Require(length <= OnnxConstants.Budget, "the range is too long");
        ImmutableArray<int> dimensions = [(int)Int128.Max(length, 0)];
        var elements = call.Run.Fresh(dimensions);
        for (var i = 0; i < elements.Length; i++) elements[i] = start[0] + i * delta[0];
        return OnnxValue.Constant(OnnxKind.Int, dimensions, elements);
    }

    /// <summary>Between floats, integers and truth values; floats are cut towards zero (F1).</summary>
    public static OnnxValue Cast(OnnxCall call)
    {
        var x = call.Input(0);
        var (to, _) = OnnxTensor.KindOf(call.Int("to", 0), "A cast");
        if (to == x.Kind) return x;
        if (x.IsConstant && (x.Kind, to) is not (OnnxKind.Float, OnnxKind.Bool))
            return OnnxConstants.Select(call, x, to, e => Converted(call, e, x.Kind, to));
        if (x.IsConstant) return OnnxConstants.Select(call, x, to, e => (e & ~(long)Law.Sign) != 0 ? 1 : 0);
        var (graph, node) = (call.Graph, x.Node!);
        return (x.Kind, to) switch
        {
            (OnnxKind.Bool, OnnxKind.Float) => x with { Kind = to },
            (OnnxKind.Int, OnnxKind.Float) => call.Result(graph.Map(MapCode.FromInt, node), x.Dimensions),
            (_, OnnxKind.Int) => call.Result(graph.Map(MapCode.ToInt, node), x.Dimensions, to),
            (OnnxKind.Int, _) => call.Result(
                Opposite(call, graph.Map(MapCode.IntEqual, node, graph.Scalar(ElementType.I32, 0))), x.Dimensions, to),
            _ => throw call.Refuse("makes truth values of floats, which is not supported"),
        };
    }

    /// <summary>Whether the first is less (−1), equal (0) or greater (1); a NaN is nothing of it.</summary>
    public static OnnxValue Compare(OnnxCall call, int sign)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        var dimensions = OnnxValue.Broadcast(a.Dimensions, b.Dimensions);
        if (a.Kind != b.Kind || a.Kind == OnnxKind.Bool)
            throw call.Refuse("compares values of two types, or truth values");
        if (a.IsConstant && b.IsConstant)
            return OnnxConstants.Zip(call, a, b, OnnxKind.Bool, (x, y) => Are(a.Kind, x, y, sign) ? 1 : 0);
        var (first, second) = sign < 0 ? (call.NodeOf(b), call.NodeOf(a)) : (call.NodeOf(a), call.NodeOf(b));
        if (a.Kind == OnnxKind.Int)
        {
            var integers = sign == 0
                ? call.Graph.Map(MapCode.IntEqual, first, second)
                : call.Graph.Map(MapCode.IntLess, second, first);
            return call.Result(integers, dimensions, OnnxKind.Bool);
        }

        if (sign == 0) throw call.Refuse("asks for equal floats, which is only supported of constants");
        // With subnormals (F1) a difference is positive exactly where the first is greater.
        var difference = call.Graph.Map(MapCode.Sub, first, second);
        var greater = call.Graph.Map(MapCode.ReluGrad, call.Scalar(Law.One), difference);
        return call.Result(greater, dimensions, OnnxKind.Bool);
    }

    private static bool Are(OnnxKind kind, long a, long b, int sign)
    {
        if (kind == OnnxKind.Int) return a.CompareTo(b) == sign;
        var (x, y) = (BitConverter.UInt32BitsToSingle((uint)a), BitConverter.UInt32BitsToSingle((uint)b));
        return sign < 0 ? x < y : sign > 0 ? x > y : x == y;
    }

    public static OnnxValue And(OnnxCall call) => Joined(call, MapCode.Mul, (a, b) => a & b);

    public static OnnxValue Or(OnnxCall call) => Joined(call, MapCode.Max, (a, b) => a | b);

    public static OnnxValue Not(OnnxCall call)
    {
        var x = Truth(call, 0);
        return x.IsConstant
            ? OnnxConstants.Select(call, x, OnnxKind.Bool, a => 1 - a)
            : call.Result(Opposite(call, x.Node!), x.Dimensions, OnnxKind.Bool);
    }

    /// <summary>What is chosen passes as it is, infinities too; what is not chosen is nowhere multiplied.</summary>
    public static OnnxValue Where(OnnxCall call)
    {
        var (condition, a, b) = (Truth(call, 0), call.Input(1), call.Input(2));
        var dimensions = OnnxValue.Broadcast(condition.Dimensions, OnnxValue.Broadcast(a.Dimensions, b.Dimensions));
        if (a.Kind != b.Kind) throw call.Refuse("chooses between values of two types");
        if (condition.IsConstant && a.IsConstant && b.IsConstant)
        {
            var all = OnnxConstants.Moved(
                call, condition, dimensions, 0, OnnxConstants.StridesOver(condition, dimensions));
            var first = OnnxConstants.Zip(call, all, a, a.Kind, (c, x) => c != 0 ? x : 0);
            var second = OnnxConstants.Zip(call, all, b, a.Kind, (c, x) => c != 0 ? 0 : x);
            return OnnxConstants.Zip(call, first, second, a.Kind, (x, y) => x | y);
        }

        var chosen = call.Graph.Map(MapCode.ReluGrad, call.Float(a), call.Float(condition));
        var other = call.Graph.Map(MapCode.ReluGrad, call.Float(b), Opposite(call, call.Float(condition)));
        return call.Result(call.Graph.Map(MapCode.Add, chosen, other), dimensions, a.Kind);
    }

    private static OnnxValue Joined(OnnxCall call, byte code, Func<long, long, long> constant)
    {
        var (a, b) = (Truth(call, 0), Truth(call, 1));
        if (a.IsConstant && b.IsConstant) return OnnxConstants.Zip(call, a, b, OnnxKind.Bool, constant);
        var dimensions = OnnxValue.Broadcast(a.Dimensions, b.Dimensions);
        return call.Result(call.Graph.Map(code, call.Float(a), call.Float(b)), dimensions, OnnxKind.Bool);
    }

    private static OnnxValue Truth(OnnxCall call, int i) =>
        call.Input(i).Kind == OnnxKind.Bool ? call.Input(i) : throw call.Refuse($"needs truth values as input {i}");

    private static Node Opposite(OnnxCall call, Node truth) => call.Graph.Map(MapCode.Sub, call.Scalar(Law.One), truth);

    private static long Converted(OnnxCall call, long element, OnnxKind from, OnnxKind to) => (from, to) switch
    {
        (OnnxKind.Float, OnnxKind.Int) => unchecked((int)Law.ToInt((uint)element)),
        (_, OnnxKind.Bool) => element != 0 ? 1 : 0,
        (_, OnnxKind.Float) => BitConverter.SingleToUInt32Bits(element),
        _ => element,
    };
}
