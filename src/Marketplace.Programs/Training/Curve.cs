using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Training;

/// <summary>A number of every step (or of some), kept as state: a curve of at most 4,096 points, so that it costs next to
/// nothing.</summary>
/// <param name="count">So many numbers there will be.</param>
public sealed class Curve(uint count)
{
    public const uint MaxPoints = 4096;

    /// <summary>Number n stands at point n &gt;&gt; Shift, if it is the first that does.</summary>
    public int Shift { get; } = ShiftOf(count);

    public uint Points => (uint)(((ulong)count + (1ul << Shift) - 1) >> Shift);

    /// <summary>The point of number n, [1] integers.</summary>
    public Node PointOf(GraphBuilder graph, Node n) =>
        Shift == 0 ? n : graph.Map(MapCode.IntShiftRight, n, Word(graph, (uint)Shift));

    /// <summary>Adds a state slot in which number n is written when its turn comes.</summary>
    /// <param name="n">[1], integers.</param>
    /// <param name="value">[1].</param>
    public void Record(GraphBuilder graph, string name, Node n, Node value, params ReadOnlySpan<int> phases)
    {
        var state = graph.State(name, ElementType.F32, new Shape(1, 1, 1, Points));
        var point = PointOf(graph, n);
        if (Shift > 0)
        {
            var first = graph.Map(MapCode.IntEqual, n, graph.Map(MapCode.IntShiftLeft, point, Word(graph, (uint)Shift)));
            value = graph.Map(MapCode.ReluGrad, value, first);
        }

        var all = graph.Constant($"constant.points.{Points}", Tensor.Ints(state.Shape, [.. Enumerable.Range(0, (int)Points)]));
        // A select, not a product: a loss that is NaN stays at its own point.
        var here = graph.Map(MapCode.ReluGrad, value, graph.Map(MapCode.IntEqual, all, point));
        var next = graph.Map(MapCode.Add, state, here);
        foreach (var phase in phases) graph.Assign(state, next, phase);
    }

    private static Node Word(GraphBuilder graph, uint word) => graph.Scalar(ElementType.I32, word);

    private static int ShiftOf(uint count)
    {
        var shift = 0;
        while (((ulong)count - 1) >> shift >= MaxPoints) shift++;
        return shift;
    }
}
