using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Layers;

/// <summary>Rotary positions (Su et al.: RoFormer, 2021): the two halves of a head turned against each other by position ·
/// θ^(−2i / width).</summary>
public sealed class Rotary
{
    private readonly GraphBuilder _graph;
    private readonly Node _cosine, _sine;

    /// <param name="width">Of a head, even.</param>
    public Rotary(GraphBuilder graph, uint sequence, uint width, float theta)
    {
        _graph = graph;
        _cosine = graph.Constant($"constant.rotary.cos.{sequence}x{width}", Table(sequence, width, theta, Elementary.Cos));
        _sine = graph.Constant($"constant.rotary.sin.{sequence}x{width}", Table(sequence, width, theta, Elementary.Sin));
    }

    /// <param name="x">[batch, heads, sequence, width].</param>
    public Node Of(Node x)
    {
        var half = x.Shape.D3 / 2;
        Node Turned(Node y, byte code)
        {
            var (first, second) = (_graph.Slice(y, 3, 0, half), _graph.Slice(y, 3, half, half));
            // Forwards (first·c − second·s, second·c + first·s), backwards with −s.
            var (one, other) = code == MapCode.Add ? (MapCode.Sub, MapCode.Add) : (MapCode.Add, MapCode.Sub);
            Node Both(byte join, Node a, Node b) =>
                _graph.Map(join, _graph.Map(MapCode.Mul, a, _cosine), _graph.Map(MapCode.Mul, b, _sine));
            return _graph.Concat(Both(one, first, second), Both(other, second, first), 3);
        }

        return _graph.Ruled(Turned(x, MapCode.Add), [x], g => [Turned(g, MapCode.Sub)]);
    }

    /// <summary>[sequence, width / 2]: a function of position · e^(−ln θ · 2i / width), every step rounded by the law.</summary>
    private static Tensor Table(uint sequence, uint width, float theta, Func<uint, uint> function)
    {
        var half = width / 2;
        var table = new Tensor(ElementType.F32, Shape.Of((int)sequence, (int)half));
        var slope = Law.Sub(0, Elementary.Log(BitConverter.SingleToUInt32Bits(theta)));
        for (uint i = 0; i < half; i++)
        {
            var frequency = Elementary.Exp(Law.Mul(slope, Law.Div(Law.FromInt(2 * i), Law.FromInt(width))));
            for (uint t = 0; t < sequence; t++) table.Words[t * half + i] = function(Law.Mul(Law.FromInt(t), frequency));
        }

        return table;
    }
}
