using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Programs.Layers.Constants;

namespace Marketplace.Programs.Layers;

/// <summary>softmax(q·kᵀ / √width + mask) · v (Vaswani et al.: Attention Is All You Need, 2017).</summary>
/// <remarks>With grouped queries (Ainslie et al., 2023) the heads that share keys lie behind each other in the rows of
/// q.</remarks>
public static class Attention
{
    /// <param name="q">[batch, heads, groups · sequence, width].</param>
    /// <param name="k">[batch, heads, sequence, width], as <paramref name="v"/>.</param>
    /// <param name="mask">[groups · sequence, sequence], added to the scores.</param>
    /// <param name="drop">What is dropped of the probabilities; identity without dropout.</param>
    /// <returns>[batch, heads, groups · sequence, width].</returns>
    public static Node Of(GraphBuilder graph, Node q, Node k, Node v, Node mask, Func<Node, Node> drop)
    {
        var scale = Law.Div(Law.One, Law.Sqrt(Law.FromInt(q.Shape.D3)));
        var scores = graph.Map(MapCode.Scale, [scale], graph.MatMul(q, k));
        var probabilities = drop(Softmax.Of(graph, graph.Map(MapCode.Add, scores, mask)));
        return graph.MatMul(probabilities, graph.Transpose(v));
    }
}
