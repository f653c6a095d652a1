using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Training;

/// <summary>Adds the update of all parameters to the graph, and the state that it needs (O1).</summary>
/// <param name="graph">Being built.</param>
/// <param name="rate">[1], the update's learning rate.</param>
/// <param name="phases">In which updates happen.</param>
/// <param name="gate">1 in a step that updates, else 0; null where every step does.</param>
public sealed class OptimizerGraph(GraphBuilder graph, OptimizerRule rule, Node rate, int[] phases, Gate? gate = null)
{
    public const string Power1 = "optimizer.power1";
    public const string Power2 = "optimizer.power2";

    public static string Momentum(string parameter) => $"optimizer.momentum.{parameter}";

    public static string First(string parameter) => $"optimizer.first.{parameter}";

    public static string Second(string parameter) => $"optimizer.second.{parameter}";

    /// <param name="parameters">Name, state node, gradient.</param>
    public void Update(IReadOnlyList<(string Name, Node State, Node Gradient)> parameters)
    {
        switch (rule)
        {
            case SgdRule sgd:
                foreach (var (name, w, g) in parameters) Descend(sgd, name, w, g);
                break;
            case AdamRule adam:
                Adam(parameters, adam.Beta1, adam.Beta2, adam.Epsilon, shrink: null);
                break;
            case AdamWRule adamW:
                var shrinking = graph.Map(MapCode.Scale, [Bits(adamW.WeightDecay)], rate);
                var kept = graph.Map(MapCode.Sub, graph.Scalar(ElementType.F32, Law.One), shrinking);
                Adam(parameters, adamW.Beta1, adamW.Beta2, adamW.Epsilon, kept);
                break;
            default:
                throw new ArgumentException($"There is no update for a {rule.GetType().Name}.");
        }
    }

    private void Descend(SgdRule sgd, string name, Node w, Node g)
    {
        if (sgd.Momentum > 0)
        {
            var momentum = graph.State(Momentum(name), ElementType.F32, w.Shape);
            g = graph.Map(MapCode.Add, graph.Map(MapCode.Scale, [Bits(sgd.Momentum)], momentum), g);
            Assign(momentum, g);
        }

        Assign(w, graph.Map(MapCode.Sub, w, graph.Map(MapCode.Mul, g, rate)));
    }

    /// <summary>The moments and their bias corrections by functions 34 to 38; the powers of beta are state.</summary>
    private void Adam(
        IReadOnlyList<(string Name, Node State, Node Gradient)> parameters, float beta1, float beta2, float epsilon, Node? shrink)
    {
        var (b1, b2) = (Bits(beta1), Bits(beta2));
        var first = graph.Map(MapCode.Mul, Bias(Power1, b1), rate);
        var second = Bias(Power2, b2);
        foreach (var (name, w, g) in parameters)
        {
            var (m, v) = (graph.State(First(name), ElementType.F32, w.Shape), graph.State(Second(name), ElementType.F32, w.Shape));
            var newM = graph.Map(MapCode.AdamFirst, [b1, Law.Sub(Law.One, b1)], m, g);
            var newV = graph.Map(MapCode.AdamSecond, [b2, Law.Sub(Law.One, b2)], v, g);
            var denominator = graph.Map(MapCode.AdamDenominator, [Bits(epsilon)], newV, second);
            Assign(m, newM);
            Assign(v, newV);
            var old = shrink is null ? w : graph.Map(MapCode.Mul, w, shrink);
            Assign(w, graph.Map(MapCode.AdamUpdate, old, newM, first, denominator));
        }
    }

    /// <summary>1 / (1 − beta^t), t counted from 1.</summary>
    private Node Bias(string name, uint beta)
    {
        var power = graph.State(name, ElementType.F32, Shape.Of(1));
        var next = graph.Map(MapCode.Scale, [beta], power);
        Assign(power, next);
        return graph.Map(MapCode.AdamBias, [Law.One], next);
    }

    private void Assign(Node state, Node value)
    {
        if (gate is not null) value = gate.Choose(graph, value, state);
        foreach (var phase in phases) graph.Assign(state, value, phase);
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
