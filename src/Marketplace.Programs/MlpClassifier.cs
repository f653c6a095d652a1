using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>A multi-layer perceptron: x·Wᵀ + b, ReLU between the layers, the mean cross entropy of the
/// softmax as its loss.</summary>
/// <param name="Layers">Sizes: inputs, hidden …, classes. Weights of layer l are [Layers[l + 1], Layers[l]], its bias
/// is [Layers[l + 1]].</param>
public sealed record MlpClassifier(ImmutableArray<int> Layers)
{
    /// <summary>Weight and bias of each layer, in order: name, shape and how many inputs a unit has (0 of a
    /// bias).</summary>
    public ImmutableArray<(string Name, Shape Shape, int FanIn)> Parameters =>
    [
        .. Enumerable.Range(0, Layers.Length - 1).SelectMany(l => new[]
        {
            ($"layers.{l}.weight", Shape.Of(Layers[l + 1], Layers[l]), Layers[l]),
            ($"layers.{l}.bias", Shape.Of(Layers[l + 1]), 0),
        }),
    ];

    /// <summary>The logits [rows, classes] of rows x.</summary>
    /// <param name="parameters">As <see cref="Parameters"/>.</param>
    public Node Logits(GraphBuilder graph, Node x, IReadOnlyList<Node> parameters)
    {
        for (var l = 0; l < Layers.Length - 1; l++)
        {
            x = graph.Map(MapCode.Add, graph.MatMul(x, parameters[2 * l]), parameters[2 * l + 1]);
            if (l < Layers.Length - 2) x = graph.Map(MapCode.Relu, x);
        }

        return x;
    }

    /// <summary>The gradient of the mean cross entropy by the logits: (softmax − target) / rows.</summary>
    /// <param name="labels">[rows, 1], integers; one that is no class has no target.</param>
    /// <param name="classRow">[1, classes]: 0, 1, 2 …</param>
    public static Node LossGradient(GraphBuilder graph, Node logits, Node labels, Node classRow)
    {
        var target = graph.Map(MapCode.IntEqual, labels, classRow);
        var e = graph.Map(MapCode.SoftmaxExp, logits, graph.MaxRows(logits));
        var inverseBatch = Law.Div(Law.One, Law.FromInt(logits.Shape.D2));
        return graph.Map(MapCode.SoftmaxGrad, [inverseBatch], e, graph.SumRows(e), target);
    }
}
