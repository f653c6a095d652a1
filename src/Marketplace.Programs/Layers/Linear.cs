using Marketplace.Numerics;

namespace Marketplace.Programs.Layers;

/// <summary>x·Wᵀ + b.</summary>
public static class Linear
{
    /// <param name="x">[rows, inputs].</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <returns>[rows, outputs].</returns>
    public static Node Of(GraphBuilder graph, Node x, Node weight, Node? bias = null)
    {
        var product = graph.MatMul(x, weight);
        return bias is null ? product : graph.Map(MapCode.Add, product, bias);
    }

    /// <summary>The same with weights that lie as [inputs, outputs]; so does their gradient.</summary>
    public static Node OfColumns(GraphBuilder graph, Node x, Node weight, Node bias)
    {
        var product = graph.MatMul(x, graph.Transpose(weight));
        graph.Ruled(product, [x, weight], g =>
            [graph.MatMul(g, weight), graph.MatMul(graph.Transpose(x), graph.Transpose(g))]);
        return graph.Map(MapCode.Add, product, bias);
    }
}
