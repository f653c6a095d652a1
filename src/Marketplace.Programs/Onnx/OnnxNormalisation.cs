using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Layers;

namespace Marketplace.Programs.Onnx;

/// <summary>What the layers of models do too, and as they do it.</summary>
internal static class OnnxNormalisation
{
    private const uint DefaultEpsilon = 0x3727c5ac;

    /// <summary>Over one axis.</summary>
    public static OnnxValue Softmax(OnnxCall call)
    {
        var x = call.Input(0);
        var axis = x.Axis(call.Axis(call.Int("axis", -1), x.Rank));
        var p = OnnxReductions.LastInstead(call.Graph, call.Float(0), axis, y => Layers.Softmax.Of(call.Graph, y));
        return call.Result(p, x.Dimensions);
    }

    /// <summary>Over an axis and all behind it, which are one row.</summary>
    public static OnnxValue LayerNormalization(OnnxCall call)
    {
        var x = call.Input(0);
        var axis = call.Axis(call.Int("axis", -1), x.Rank);
        call.Only("stash_type", 1);
        var epsilon = BitConverter.UInt32BitsToSingle(call.FloatOf("epsilon", DefaultEpsilon));
        var columns = checked((uint)OnnxValue.Count(x.Dimensions[axis..]));
        var count = checked((uint)OnnxValue.Count(x.Dimensions[..axis]));
        var rows = call.Graph.Reshape(call.Float(0), new Shape(1, 1, count, columns));
        Node Row(OnnxValue value)
        {
            if (!value.Dimensions.SequenceEqual(x.Dimensions[axis..]))
                throw call.Refuse("scales or shifts with other dimensions than it normalises");
            return call.Graph.Reshape(call.Float(value), new Shape(1, 1, 1, columns));
        }

        var beta = call.Optional(2) is { } shift ? Row(shift) : call.Graph.Zeros(new Shape(1, 1, 1, columns));
        return call.Result(LayerNorm.Of(call.Graph, rows, Row(call.Input(1)), beta, epsilon), x.Dimensions);
    }
}
