using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Layers;
using Marketplace.Programs.Models;
using static Marketplace.Programs.Tests.Given;

namespace Marketplace.Programs.Tests;

public class AutodiffTests
{
    private const int Batch = 6;
    private static readonly MlpConfig Config = new([5, 7, 6, 3], Activation.Relu);
    private static readonly Mlp Model = new(Config);
    private static readonly int[] Labels = [0, 2, 1, 1, 0, 2];

    [Fact]
    public void Gradients_OfTheMlp_AgreeWithFiniteDifferences()
    {
        var x = Floats(1, Batch, 5);
        var parameters =
            Model.Parameters.Select((p, i) => Floats((ulong)i + 10, (int)p.Shape.D2, (int)p.Shape.D3)).ToArray();
        var gradients = Gradients(x, parameters);

        var values = parameters.Select(p => p.Words.Select(w => (double)Float(w)).ToArray()).ToArray();
        var input = x.Words.Select(w => (double)Float(w)).ToArray();
        for (var p = 0; p < values.Length; p++)
        {
            for (var e = 0; e < values[p].Length; e++)
            {
                const double Step = 1e-6;
                var at = values[p][e];
                values[p][e] = at + Step;
                var above = Loss(input, values);
                values[p][e] = at - Step;
                var below = Loss(input, values);
                values[p][e] = at;
                // A tolerance, by nature: the one side is float32, the other a difference quotient.
                ((double)Float(gradients[p].Words[e]))
                    .Should().BeApproximately((above - below) / (2 * Step), 1e-5, $"{Model.Parameters[p].Name}[{e}]");
            }
        }

        gradients.SelectMany(g => g.Words).Count(w => w != 0).Should().BeGreaterThan(50);
    }

    [Fact]
    public void Gradients_OfScaleExpMulAndSub_AgreeWithFiniteDifferences()
    {
        // f = Σ exp(a · b − 0.5 · a), a spread over two rows of b.
        var graph = new GraphBuilder();
        var a = graph.Input("a", ElementType.F32, Shape.Of(1, 3));
        var b = graph.Input("b", ElementType.F32, Shape.Of(2, 3));
        var f = graph.Map(MapCode.Exp, graph.Map(MapCode.Sub, graph.Map(MapCode.Mul, a, b), graph.Map(MapCode.Scale, [0x3f000000], a)));
        var ones = graph.Input("ones", ElementType.F32, Shape.Of(2, 3));
        var gradients = Autodiff.Gradients(graph, f, ones, [a, b]);
        graph.Assign(graph.State("da", ElementType.F32, a.Shape), gradients[0]);
        graph.Assign(graph.State("db", ElementType.F32, b.Shape), gradients[1]);
        var program = graph.Build(1, 1);
        var state = Zeros(program);
        (state[0], state[1]) = (Floats(1, 1, 3), Floats(2, 2, 3));
        Array.Fill(state[2].Words, Law.One);
        RunStep(program, state);

        for (var c = 0; c < 3; c++)
        {
            var (x, y0, y1) = ((double)Float(state[0].Words[c]), (double)Float(state[1].Words[c]), (double)Float(state[1].Words[3 + c]));
            double E(double y) => Math.Exp(x * y - 0.5 * x);
            ((double)Float(state[3].Words[c])).Should().BeApproximately(E(y0) * (y0 - 0.5) + E(y1) * (y1 - 0.5), 1e-5);
            ((double)Float(state[4].Words[c])).Should().BeApproximately(E(y0) * x, 1e-5);
            ((double)Float(state[4].Words[3 + c])).Should().BeApproximately(E(y1) * x, 1e-5);
        }
    }

    [Fact]
    public void WithoutARule_OrAWay_ThereIsNoGradient()
    {
        var graph = new GraphBuilder();
        var a = graph.Input("a", ElementType.F32, Shape.Of(1, 3));
        var b = graph.Input("b", ElementType.F32, Shape.Of(1, 3));
        var root = graph.Map(MapCode.AdamBias, [Law.One], a);
        Action noRule = () => Autodiff.Gradients(graph, root, b, [a]);
        Action noWay = () => Autodiff.Gradients(graph, graph.Map(MapCode.Exp, a), b, [b]);
        noRule.Should().Throw<ArgumentException>();
        noWay.Should().Throw<ArgumentException>();
    }

    private static Tensor[] Gradients(Tensor x, Tensor[] parameters)
    {
        var graph = new GraphBuilder();
        var rows = graph.Input("x", ElementType.F32, x.Shape);
        var labels = graph.Input("labels", ElementType.I32, Shape.Of(Batch, 1));
        Node[] nodes = [.. Model.Parameters.Select(p => graph.Input(p.Name, ElementType.F32, p.Shape))];
        var weights = Model.Parameters.Select((p, i) => (p.Name, nodes[i])).ToDictionary(p => p.Name, p => p.Item2);
        var logits = Model.Logits(new ModelScope(graph, weights), rows, Batch);
        var gradients = Autodiff.Gradients(graph, logits, CrossEntropy.Of(graph, logits, labels).Gradient, nodes);
        for (var i = 0; i < nodes.Length; i++)
            graph.Assign(graph.State($"gradient.{i}", ElementType.F32, nodes[i].Shape), gradients[i]);
        var program = graph.Build(1, 1);
        ProgramAdmission.Check(program).Should().BeNull();

        var state = Zeros(program);
        state[0] = x;
        state[1] = Tensor.Ints(Shape.Of(Batch, 1), Labels);
        parameters.CopyTo(state, 2);
        foreach (var (name, tensor) in graph.Constants) state[program.Slots.Number(name)] = tensor;
        RunStep(program, state);
        return [.. nodes.Select((_, i) => state[program.Slots.Number($"gradient.{i}")])];
    }

    private static double Loss(double[] x, double[][] parameters)
    {
        var loss = 0.0;
        for (var r = 0; r < Batch; r++)
        {
            var row = x[(5 * r)..(5 * r + 5)];
            for (var l = 0; l < Config.Layers.Length - 1; l++)
            {
                var (weights, bias, inputs) = (parameters[2 * l], parameters[2 * l + 1], row);
                row = [.. bias.Select((b, o) => b + inputs.Select((value, i) => value * weights[o * inputs.Length + i]).Sum())];
                if (l < Config.Layers.Length - 2) row = [.. row.Select(value => Math.Max(value, 0))];
            }

            loss -= Math.Log(Math.Exp(row[Labels[r]]) / row.Select(Math.Exp).Sum()) / Batch;
        }

        return loss;
    }
}
