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
        var way = OnTheWay(graph, output, parameters);
        var gradients = new Dictionary<Node, Node> { [output] = seed };
        foreach (var node in way.Where(n => n.Operation is not null).OrderByDescending(n => n.Number))
        {
            foreach (var (input, contribution) in Contributions(graph, node, gradients))
            {
                if (!way.Contains(input)) continue;
                gradients[input] = gradients.TryGetValue(input, out var known)
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

    /// <summary>All nodes that lead to the output, itself among them, in the order of their making.</summary>
    private static IReadOnlyList<Node> Leading(GraphBuilder graph, Node output)
    {
        // A stack of its own: a graph may be deeper than a thread's.
        var seen = new HashSet<Node>();
        var open = new Stack<Node>([output]);
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node) || node.Operation is null) continue;
            foreach (var input in InputsOf(graph, node)) open.Push(input);
        }

        return [.. seen.OrderBy(n => n.Number)];
    }

    /// <summary>The nodes between parameters and output: only they need gradients.</summary>
    private static HashSet<Node> OnTheWay(GraphBuilder graph, Node output, IReadOnlyList<Node> parameters)
    {
        var way = new HashSet<Node>(parameters);
        // A node is made after its inputs.
        foreach (var node in Leading(graph, output))
        {
            if (node.Operation is not null && InputsOf(graph, node).Any(way.Contains)) way.Add(node);
        }

        return way;
    }

    private static IEnumerable<Node> InputsOf(GraphBuilder graph, Node node) =>
        graph.RuleOf(node)?.Inputs ?? node.Operation!.Operands.Select(view => view.Node);

    /// <summary>What a node hands to its inputs; a part with several outputs hands it over at the first of them, when
    /// the gradients of all are known.</summary>
    private static IEnumerable<(Node Input, Node Gradient)> Contributions(
        GraphBuilder graph, Node node, Dictionary<Node, Node> gradients)
    {
        if (graph.RuleOf(node) is not { } rule)
            return gradients.TryGetValue(node, out var g) ? OperationGradients.Of(graph, node, g) : [];
        if (node.Number != rule.Outputs.Min(o => o.Number)) return [];
        var outer = rule.Outputs.Select(o => gradients.GetValueOrDefault(o)).ToList();
        if (outer.All(o => o is null)) return [];
        return rule.Inputs.Zip(rule.Backward(outer)).Where(c => c.Second is not null).Select(c => (c.First, c.Second!)).ToList();
    }
}
