using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Training;

/// <summary>A yes or no of a step, 1 or 0: by it states take a new value or keep the old one.</summary>
public sealed class Gate
{
    private readonly Node _open, _closed;

    /// <param name="open">[1], 1 or 0.</param>
    public Gate(GraphBuilder graph, Node open)
    {
        _open = open;
        _closed = graph.Map(MapCode.Sub, graph.Scalar(ElementType.F32, Law.One), open);
    }

    /// <summary>The value where the gate is open, else +0.</summary>
    public Node Pass(GraphBuilder graph, Node value) => graph.Map(MapCode.ReluGrad, value, _open);

    /// <summary>The value where it is closed, else +0.</summary>
    public Node Stop(GraphBuilder graph, Node value) => graph.Map(MapCode.ReluGrad, value, _closed);

    /// <summary>One or the other; −0 becomes +0.</summary>
    public Node Choose(GraphBuilder graph, Node ifOpen, Node ifClosed) =>
        graph.Map(MapCode.Add, Pass(graph, ifOpen), Stop(graph, ifClosed));

    /// <summary>An integer: 1 or 0.</summary>
    public Node Count(GraphBuilder graph) => graph.Map(MapCode.ToInt, _open);
}
