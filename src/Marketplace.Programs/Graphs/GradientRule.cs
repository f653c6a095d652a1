using System.Collections.Immutable;

namespace Marketplace.Programs;

/// <summary>How gradients pass a part of the graph as a whole, instead of operation by operation.</summary>
/// <param name="Outputs">The nodes that others read.</param>
/// <param name="Inputs">What the part computes them from.</param>
/// <param name="Backward">From the gradients of the outputs (null of one that nobody needs) to those of the inputs, of their shapes; null
/// where there is none.</param>
internal sealed record GradientRule(
    ImmutableArray<Node> Outputs, ImmutableArray<Node> Inputs, Func<IReadOnlyList<Node?>, IReadOnlyList<Node?>> Backward);

/// <summary>Rules that layers and moves bring with them.</summary>
public sealed partial class GraphBuilder
{
    private readonly Dictionary<Node, GradientRule> _rules = [];

    /// <summary>The rule of a node, or null: then its operation has one, or nothing has.</summary>
    internal GradientRule? RuleOf(Node node) => _rules.GetValueOrDefault(node);

    /// <summary>Gives a node that stands for a part of the graph its gradient rule.</summary>
    /// <param name="backward">From the output's gradient to those of the inputs.</param>
    public Node Ruled(Node output, ImmutableArray<Node> inputs, Func<Node, IReadOnlyList<Node?>> backward)
    {
        _rules[output] = new GradientRule([output], inputs, gs => backward(gs[0]!));
        return output;
    }

    /// <summary>The same of several outputs.</summary>
    public void Ruled(ImmutableArray<Node> outputs, ImmutableArray<Node> inputs, Func<IReadOnlyList<Node?>, IReadOnlyList<Node?>> backward)
    {
        foreach (var output in outputs) _rules[output] = new GradientRule(outputs, inputs, backward);
    }
}
