using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>Adam (Kingma and Ba: Adam: A Method for Stochastic Optimization, 2015) in functions 34 to 38; the powers of
/// beta are state (O1).</summary>
public sealed record Adam(float Rate, float Beta1, float Beta2, float Epsilon)
{
    public const string Power1 = "adam.power1";
    public const string Power2 = "adam.power2";

    /// <summary>The first moment's slot of a parameter, and the second's.</summary>
    public static (string First, string Second) MomentsOf(string parameter) =>
        ($"adam.first.{parameter}", $"adam.second.{parameter}");

    /// <summary>Adds the update of all parameters to the graph, and the state it needs.</summary>
    /// <param name="parameters">Name, state node, gradient.</param>
    public void Update(GraphBuilder graph, IReadOnlyList<(string Name, Node State, Node Gradient)> parameters)
    {
        var (rate, beta1, beta2, epsilon) = (Bits(Rate), Bits(Beta1), Bits(Beta2), Bits(Epsilon));
        var first = Bias(Power1, beta1, rate);
        var second = Bias(Power2, beta2, Law.One);
        foreach (var (name, w, g) in parameters)
        {
            var (m, v) = (Moment(MomentsOf(name).First), Moment(MomentsOf(name).Second));
            var newM = graph.Map(MapCode.AdamFirst, [beta1, Law.Sub(Law.One, beta1)], m, g);
            var newV = graph.Map(MapCode.AdamSecond, [beta2, Law.Sub(Law.One, beta2)], v, g);
            var denominator = graph.Map(MapCode.AdamDenominator, [epsilon], newV, second);
            graph.Assign(m, newM);
            graph.Assign(v, newV);
            graph.Assign(w, graph.Map(MapCode.AdamUpdate, w, newM, first, denominator));

            Node Moment(string moment) => graph.State(moment, ElementType.F32, w.Shape);
        }

        // rate / (1 − beta^t), t counted from 1.
        Node Bias(string name, uint beta, uint numerator)
        {
            var power = graph.State(name, ElementType.F32, Shape.Of(1));
            var next = graph.Map(MapCode.Scale, [beta], power);
            graph.Assign(power, next);
            return graph.Map(MapCode.AdamBias, [numerator], next);
        }
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
