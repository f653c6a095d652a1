using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>Reverse-mode differentiation: adds the gradient's nodes to the graph (O1).</summary>
/// <remarks>Contributions are added in the order in which the reverse pass meets them; that order is part of
/// the program.</remarks>
public static class Autodiff
{
    /// <summary>d/d(parameter) of a value whose gradient by <paramref name="output"/> is
    /// <paramref name="seed"/>.</summary>
    /// <param name="seed">Of the output's shape.</param>
    /// <returns>One node for each parameter, of its shape.</returns>
    /// <exception cref="ArgumentException">A parameter does not lead to the output, or a node on the way has no
    /// gradient rule.</exception>
    public static Node[] Gradients(GraphBuilder graph, Node output, Node seed, IReadOnlyList<Node> parameters)
    {
        var way = OnTheWay(output, parameters);
        var gradients = new Dictionary<Node, Node> { [output] = seed };
        foreach (var node in way.Where(n => n.Operation is not null).OrderByDescending(n => n.Number))
        {
            if (!gradients.TryGetValue(node, out var g)) continue;
            foreach (var (operand, contribution) in Contributions(graph, node, g, way))
            {
                gradients[operand] = gradients.TryGetValue(operand, out var known)
                    ? graph.Map(MapCode.Add, known, contribution)
                    : contribution;
            }
        }

        return
        [
            .. parameters.Select(p => gradients.TryGetValue(p, out var g)
                ? g
                : throw new ArgumentException("A parameter does not lead to the output.")),
        ];
    }

    /// <summary>The nodes between parameters and output: only they need gradients.</summary>
    private static HashSet<Node> OnTheWay(Node output, IReadOnlyList<Node> parameters)
    {
        var way = new HashSet<Node>(parameters);
        var seen = new HashSet<Node>();
        Visit(output);
        return way;

        bool Visit(Node node)
        {
            if (!seen.Add(node) || node.Operation is null) return way.Contains(node);
            var leads = false;
            foreach (var view in node.Operation.Operands) leads |= Visit(view.Node);
            if (leads) way.Add(node);
            return leads;
        }
    }

    private static List<(Node Operand, Node Gradient)> Contributions(
        GraphBuilder graph, Node node, Node g, HashSet<Node> way)
    {
        var contributions = new List<(Node, Node)>();
        var operands = node.Operation!.Operands;
        for (var i = 0; i < operands.Length; i++)
        {
            var operand = operands[i].Node;
            if (!way.Contains(operand)) continue;
            contributions.Add((operand, Gathered(graph, By(graph, node, i, g), operand.Shape)));
        }

        return contributions;
    }

    /// <summary>The gradient by operand i, still of the output's shape where the operand was spread.</summary>
    private static Node By(GraphBuilder graph, Node node, int i, Node g)
    {
        Node Operand(int o) => node.Operation!.Operands[o].Node;
        switch (node.Operation!.OpCode, node.Operation.Function, i)
        {
            // C = A·Bᵀ: dA = G·B, dB = Gᵀ·A, each again a product over the last axis.
            case (OpCode.MatMul, _, 0):
                return graph.MatMul(g, graph.Transpose(Operand(1)));
            case (OpCode.MatMul, _, 1):
                return graph.MatMul(graph.Transpose(g), graph.Transpose(Operand(0)));
            case (OpCode.Map, MapCode.Add, _):
            case (OpCode.Map, MapCode.Sub, 0):
                return g;
            case (OpCode.Map, MapCode.Sub, 1):
                return graph.Map(MapCode.Scale, [Law.Sub(0, Law.One)], g);
            case (OpCode.Map, MapCode.Mul, _):
                return graph.Map(MapCode.Mul, g, Operand(1 - i));
            case (OpCode.Map, MapCode.Scale, 0):
                return graph.Map(MapCode.Scale, node.Operation.Attributes, g);
            case (OpCode.Map, MapCode.Relu, 0):
                return graph.Map(MapCode.ReluGrad, g, Operand(0));
            case (OpCode.Map, MapCode.Exp, 0):
                return graph.Map(MapCode.Mul, g, node);
            default:
                throw new ArgumentException(
                    $"There is no gradient rule for {node.Operation.OpCode} {node.Operation.Function}.");
        }
    }

    /// <summary>What a repeated axis received, summed.</summary>
    private static Node Gathered(GraphBuilder graph, Node g, Shape shape)
    {
        if (g.Shape.D3 != shape.D3) g = graph.SumRows(g);
        if (g.Shape.D2 != shape.D2) g = graph.SumColumns(g);
        return g.Shape == shape
            ? g
            : throw new ArgumentException($"A gradient of {g.Shape} does not gather to {shape}.");
    }
}
