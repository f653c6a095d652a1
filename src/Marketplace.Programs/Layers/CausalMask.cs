using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Programs.Layers.Constants;

namespace Marketplace.Programs.Layers;

/// <summary>What is added to attention's scores: nothing where a position may look, so much less where it may not that the
/// exponential is +0 (F5).</summary>
public static class CausalMask
{
    private const float Never = -1e30f;

    /// <summary>[groups · sequence, sequence]: row r is position r mod sequence.</summary>
    public static Node Of(GraphBuilder graph, uint groups, uint sequence)
    {
        var (rows, columns) = ((int)(groups * sequence), (int)sequence);
        int[] positions = [.. Enumerable.Range(0, rows).Select(r => r % columns)];
        var own = graph.Constant($"constant.positions.{rows}x{columns}", Tensor.Ints(Shape.Of(rows, 1), positions));
        var other = graph.Constant($"constant.positions.{columns}", Tensor.Ints(Shape.Of(1, columns), [.. positions.Take(columns)]));
        return graph.Map(MapCode.Scale, [Bits(Never)], graph.Map(MapCode.IntLess, own, other));
    }
}
