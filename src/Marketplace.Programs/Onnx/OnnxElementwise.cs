using Marketplace.Numerics;

namespace Marketplace.Programs.Onnx;

/// <summary>Arithmetic of floats, and of integers that shapes are computed with.</summary>
internal static class OnnxElementwise
{
    private const uint MinusOne = 0xbf800000;
    private const uint Two = 0x40000000, Three = 0x40400000, Half = 0x3f000000, MinusHalf = 0xbf000000;

    public static OnnxValue Sum(OnnxCall call) => Of(call, MapCode.Add, MapCode.IntAdd, (a, b) => checked(a + b));

    public static OnnxValue Difference(OnnxCall call) =>
        Of(call, MapCode.Sub, MapCode.IntSub, (a, b) => checked(a - b));

    public static OnnxValue Product(OnnxCall call) => Of(call, MapCode.Mul, MapCode.IntMul, (a, b) => checked(a * b));

    /// <summary>Of integers the quotient towards zero, of constants only.</summary>
    public static OnnxValue Quotient(OnnxCall call) => Of(call, MapCode.Div, null, (a, b) => checked(a / b));

    public static OnnxValue Max(OnnxCall call)
    {
        RequireTwo(call);
        return Of(call, MapCode.Max, null, Math.Max);
    }

    /// <summary>min(a, b) = −max(−a, −b).</summary>
    public static OnnxValue Min(OnnxCall call)
    {
        RequireTwo(call);
        if (AreIntegers(call)) return Of(call, MapCode.Max, null, Math.Min);
        Node Minus(Node x) => call.Graph.Map(MapCode.Scale, [MinusOne], x);
        var min = Minus(call.Graph.Map(MapCode.Max, Minus(call.Float(0)), Minus(call.Float(1))));
        return call.Result(min, OnnxValue.Broadcast(call.Input(0).Dimensions, call.Input(1).Dimensions));
    }

    public static OnnxValue Neg(OnnxCall call)
    {
        var x = call.Input(0);
        if (x.Kind == OnnxKind.Int && x.IsConstant)
            return OnnxConstants.Select(call, x, OnnxKind.Int, a => checked(-a));
        return call.Result(call.Graph.Map(MapCode.Scale, [MinusOne], call.Float(0)), x.Dimensions);
    }

    public static OnnxValue Reciprocal(OnnxCall call) =>
        call.Result(call.Graph.Map(MapCode.Div, call.Scalar(Law.One), call.Float(0)), call.Input(0).Dimensions);

    /// <summary>The powers that F1's primitives have.</summary>
    public static OnnxValue Pow(OnnxCall call)
    {
        var (x, exponent) = (call.Float(0), call.Input(1));
        if (exponent.Elements is not [var element]) throw call.Refuse("has an exponent that is not one constant");
        var pattern = exponent.Kind == OnnxKind.Float ? (uint)element : BitConverter.SingleToUInt32Bits(element);
        Node Times(Node a, Node b) => call.Graph.Map(MapCode.Mul, a, b);
        var power = pattern switch
        {
            Law.One => x,
            Two => Times(x, x),
            Three => Times(x, Times(x, x)),
            Half => call.Graph.Map(MapCode.Sqrt, x),
            MinusHalf => call.Graph.Map(MapCode.Rsqrt, x),
            MinusOne => call.Graph.Map(MapCode.Div, call.Scalar(Law.One), x),
            _ => throw call.Refuse("has another exponent than 1, 2, 3, 0.5, −0.5 and −1"),
        };
        return call.Result(power, OnnxValue.Broadcast(call.Input(0).Dimensions, exponent.Dimensions));
    }

    /// <param name="intCode">Null where integers are only computed of constants.</param>
    private static OnnxValue Of(OnnxCall call, byte code, byte? intCode, Func<long, long, long> constant)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        var dimensions = OnnxValue.Broadcast(a.Dimensions, b.Dimensions);
        if (!AreIntegers(call)) return call.Result(call.Graph.Map(code, call.Float(0), call.Float(1)), dimensions);
        if (a.IsConstant && b.IsConstant) return OnnxConstants.Zip(call, a, b, OnnxKind.Int, constant);
        if (intCode is not { } integers) throw call.Refuse("is not supported of integers that are not constants");
        return call.Result(call.Graph.Map(integers, call.NodeOf(a), call.NodeOf(b)), dimensions, OnnxKind.Int);
    }

    private static bool AreIntegers(OnnxCall call) =>
        call.Input(0).Kind == OnnxKind.Int && call.Input(1).Kind == OnnxKind.Int;

    private static void RequireTwo(OnnxCall call)
    {
        if (call.Inputs != 2) throw call.Refuse($"has {call.Inputs} inputs; two are supported");
    }
}
