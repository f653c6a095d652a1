using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Programs.Layers.Constants;

namespace Marketplace.Programs.Layers;

/// <summary>The mean cross entropy of the softmax over classes.</summary>
/// <param name="Loss">[1].</param>
/// <param name="Gradient">By the logits, of their shape.</param>
public sealed record CrossEntropy(Node Loss, Node Gradient)
{
    /// <param name="logits">[rows, classes].</param>
    /// <param name="labels">[rows, 1], integers; one that is no class has no target.</param>
    public static CrossEntropy Of(GraphBuilder graph, Node logits, Node labels)
    {
        var (rows, classes) = (logits.Shape.D2, logits.Shape.D3);
        var all = graph.Constant($"constant.classes.{classes}", Tensor.Ints(Shape.Of(1, (int)classes), [.. Enumerable.Range(0, (int)classes)]));
        var target = graph.Map(MapCode.IntEqual, labels, all);
        var max = graph.MaxRows(logits);
        var e = graph.Map(MapCode.SoftmaxExp, logits, max);
        var sum = graph.SumRows(e);
        var gradient = graph.Map(MapCode.SoftmaxGrad, [Inverse(rows)], e, sum, target);

        // A row's loss is ln Σ e^(x − max) − (x of the target − max).
        var own = graph.SumRows(graph.Map(MapCode.Mul, target, logits));
        var loss = graph.Map(MapCode.Sub, graph.Map(MapCode.Log, sum), graph.Map(MapCode.Sub, own, max));
        var mean = graph.Map(MapCode.Scale, [Inverse(rows)], graph.SumRows(graph.Reshape(loss, new Shape(1, 1, 1, rows))));
        return new CrossEntropy(mean, gradient);
    }
}
