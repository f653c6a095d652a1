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
}
