using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Training;
using Marketplace.Programs.Weights;
using Xunit.Abstractions;

namespace Marketplace.PyTorch.Tests;

/// <summary>Two updates by the same given gradients. They are of three sizes, so that what is added to a root, and
/// where, decides about the small ones.</summary>
[Collection(PyTorchCollection.Name)]
public sealed class OptimizerTests(PyTorch torch, ITestOutputHelper output)
{
    private const double Bound = 1e-5;
    private const uint Steps = 2;
    private const int Columns = 200;
    private const float Rate = 0.05f;

    private static readonly (string Name, float Size)[] s_weights =
        [("tiny", 1e-8f), ("usual", 1e-2f), ("great", 1e4f)];

    [TorchFact]
    public void Sgd_IsPyTorchs() => Check(new SgdRule(0));

    [TorchFact]
    public void SgdWithMomentum_IsPyTorchs() => Check(new SgdRule(0.9f));

    [TorchFact]
    public void Adam_IsPyTorchs() => Check(new AdamRule(0.9f, 0.999f, 1e-8f));

    [TorchFact]
    public void AdamW_IsPyTorchs() => Check(new AdamWRule(0.9f, 0.95f, 1e-8f, 0.1f));

    private void Check(OptimizerRule rule)
    {
        var graph = new GraphBuilder();
        var step = graph.State("step", ElementType.I32, Shape.Of(1));
        graph.Assign(step, graph.Map(MapCode.IntAdd, step, graph.Scalar(ElementType.I32, 1)));
        var (weights, gradients) = (new Dictionary<string, Tensor>(), new Dictionary<string, Tensor>());
        var parameters = new List<(string, Node, Node)>();
        foreach (var (name, size) in s_weights)
        {
            // Plain descent adds the gradient itself: only of a weight of its size something is left to compare.
            var weight = rule is SgdRule ? size : 1;
            weights[name] = Uniform(Shape.Of(Columns), weight, 1);
            gradients[name] = Uniform(Shape.Of((int)Steps, Columns), size, 2);
            var gradient = graph.Gather(step, graph.Constant($"gradient.{name}", gradients[name]));
            parameters.Add((name, graph.State(name, ElementType.F32, weights[name].Shape), gradient));
        }

        var rate = graph.Scalar(ElementType.F32, BitConverter.SingleToUInt32Bits(Rate));
        new OptimizerGraph(graph, rule, rate, [0]).Update(parameters);
        var one = Tensor.Floats(Shape.Of(1), 1);
        var first = new Dictionary<string, Tensor>(weights);
        (first[OptimizerGraph.Power1], first[OptimizerGraph.Power2]) = (one, one);
        var ours = Ours.Run(graph, Steps, first);

        var theirs = torch.Do(
            "update",
            new Dictionary<string, object?>
            {
                ["optimizer"] = Description.Of(rule),
                ["rate"] = Rate,
                ["steps"] = Steps,
            },
            [.. Prefixed("w.", weights), .. Prefixed("g.", gradients)]);
        foreach (var (name, _) in s_weights)
        {
            var difference = Difference.OfChange(ours[name], theirs[name], weights[name]);
            output.WriteLine($"{rule.GetType().Name}, {name} gradients: {difference:e2}");
            difference.Should().BeLessThanOrEqualTo(Bound, name);
        }
    }

    private static Tensor Uniform(Shape shape, float size, uint stream)
    {
        var tensor = new Tensor(ElementType.F32, shape);
        for (var e = 0; e < tensor.Words.Length; e++)
            tensor.Words[e] = BitConverter.SingleToUInt32Bits(size * SyntheticData.Uniform(8, e, stream));
        return tensor;
    }

    private static IEnumerable<NamedTensor> Prefixed(string prefix, Dictionary<string, Tensor> tensors) =>
        tensors.Select(t => new NamedTensor(prefix + t.Key, SafetensorsWriter.Dimensions(t.Value.Shape), t.Value));
}
