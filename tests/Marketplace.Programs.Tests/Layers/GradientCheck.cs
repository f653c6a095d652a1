using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Programs.Tests.Given;

namespace Marketplace.Programs.Tests.Layers;

/// <summary>A part of a graph held against difference quotients, all computed by the law.</summary>
internal static class GradientCheck
{
    private const float Step = 1f / 128;

    /// <summary>d/d(inputs) of Σ output · weights, the weights at random.</summary>
    /// <param name="build">From the inputs' nodes to the output.</param>
    /// <param name="tolerance">A difference quotient of float32 has an error of the order of step² and of 2^-24 / step.</param>
    public static void Of(Func<GraphBuilder, Node[], Node> build, double tolerance, params Tensor[] inputs)
    {
        var graph = new GraphBuilder();
        Node[] nodes = [.. inputs.Select((t, i) => graph.Input($"x{i}", t.Type, t.Shape))];
        var output = build(graph, nodes);
        var weights = Floats(99, (int)output.Shape.D0, (int)output.Shape.D1, (int)output.Shape.D2, (int)output.Shape.D3);
        var seed = graph.Constant("weights", weights);
        Node[] by = [.. nodes.Where(n => n.Type == ElementType.F32)];
        var gradients = Autodiff.Gradients(graph, output, graph.Map(MapCode.Scale, [Law.One], seed), by);
        for (var i = 0; i < by.Length; i++)
            graph.Assign(graph.State($"d{i}", ElementType.F32, by[i].Shape), graph.Map(MapCode.Scale, [Law.One], gradients[i]));
        graph.Assign(graph.State("y", ElementType.F32, output.Shape), graph.Map(MapCode.Scale, [Law.One], output));
        var program = graph.Build(1, 1);

        double Loss()
        {
            var state = Run(program, graph, inputs);
            var y = state[program.Slots.Number("y")];
            return y.Words.Zip(weights.Words, (a, b) => (double)Float(a) * Float(b)).Aggregate(0.0, (a, b) => a + b);
        }

        var result = Run(program, graph, inputs);
        var d = 0;
        foreach (var input in inputs.Where(t => t.Type == ElementType.F32))
        {
            var gradient = result[program.Slots.Number($"d{d++}")];
            gradient.Words.Should().Contain(w => w != 0, "a gradient of nothing but zeros proves nothing");
            for (var e = 0; e < input.Words.Length; e++)
            {
                var at = input.Words[e];
                input.Words[e] = BitConverter.SingleToUInt32Bits(Float(at) + Step);
                var above = Loss();
                input.Words[e] = BitConverter.SingleToUInt32Bits(Float(at) - Step);
                var below = Loss();
                input.Words[e] = at;
                var quotient = (above - below) / (2 * Step);
                ((double)Float(gradient.Words[e])).Should().BeApproximately(quotient, tolerance * (1 + Math.Abs(quotient)), $"input {d - 1}, element {e}");
            }
        }
    }

    private static Tensor[] Run(Program program, GraphBuilder graph, Tensor[] inputs)
    {
        var state = Zeros(program);
        for (var i = 0; i < inputs.Length; i++) state[program.Slots.Number($"x{i}")] = inputs[i];
        foreach (var (name, tensor) in graph.Constants) state[program.Slots.Number(name)] = tensor;
        RunStep(program, state);
        return state;
    }
}
