using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Layers;
using Marketplace.Programs.Weights;
using Xunit.Abstractions;

namespace Marketplace.PyTorch.Tests;

/// <summary>Single layers: outputs, and gradients by every input, of random numbers.</summary>
[Collection(PyTorchCollection.Name)]
public sealed class LayerTests(PyTorch torch, ITestOutputHelper output)
{
    private const double Bound = 1e-5;
    private const int Batch = 2, Sequence = 12, Width = 32, Heads = 4, KeyHeads = 2, Rows = Batch * Sequence;

    [TorchFact]
    public void Linear() =>
        Check("linear", (g, x) => Programs.Layers.Linear.Of(g, x[0], x[1], x[2]), [24, 40], [56, 40], [56]);

    [TorchFact]
    public void LinearOfColumns() => Check(
        "linear_of_columns", (g, x) => Programs.Layers.Linear.OfColumns(g, x[0], x[1], x[2]), [24, 40], [40, 56], [56]);

    [TorchFact]
    public void Convolution() => Check(
        "convolution", (g, x) => Programs.Layers.Convolution.Of(g, x[0], x[1], padding: 1), [3, 9, 7, 5], [6, 5, 3, 3]);

    [TorchFact]
    public void MaxPool() => Check("max_pool", (g, x) => Programs.Layers.MaxPool.Of(g, x[0], 2), [3, 9, 8, 5]);

    [TorchFact]
    public void Embedding() => Check("embedding", (g, x) => g.Gather(x[0], x[1]), Tokens(50), Floats(1, [50, Width]));

    [TorchFact]
    public void TiedEmbedding() => Check(
        "tied_embedding", (g, x) => g.MatMul(g.Gather(x[0], x[1]), x[1]), Tokens(50), Floats(1, [50, Width]));

    [TorchFact]
    public void LayerNorm() =>
        Check("layer_norm", (g, x) => Programs.Layers.LayerNorm.Of(g, x[0], x[1], x[2], 1e-5f), [24, 40], [40], [40]);

    [TorchFact]
    public void RmsNorm() =>
        Check("rms_norm", (g, x) => Programs.Layers.RmsNorm.Of(g, x[0], x[1], 1e-5f), [24, 40], [40]);

    [TorchFact]
    public void Rotary() => Check(
        "rotary", (g, x) => new Rotary(g, Sequence, 16, 10000).Of(x[0]), [Batch, 3, Sequence, 16]);

    [TorchFact]
    public void CausalAttention() => Check(
        "causal_attention",
        (g, x) =>
        {
            var parts = Programs.Layers.Heads.Split(g, Programs.Layers.Linear.Of(g, x[0], x[1], x[2]), Batch, 3, Heads);
            var mask = CausalMask.Of(g, 1, Sequence);
            var attended = Attention.Of(g, parts[0], parts[1], parts[2], mask, p => p);
            return Programs.Layers.Linear.Of(g, Programs.Layers.Heads.Merge(g, attended), x[3], x[4]);
        },
        [Rows, Width], [3 * Width, Width], [3 * Width], [Width, Width], [Width]);

    [TorchFact]
    public void GroupedQueries() => Check(
        "grouped_attention",
        (g, x) =>
        {
            Node Split(Node y, uint heads) => Programs.Layers.Heads.Split(g, y, Batch, 1, heads)[0];
            var (q, k, v) = (Split(x[0], Heads), Split(x[1], KeyHeads), Split(x[2], KeyHeads));
            var grouped = new Shape(Batch, KeyHeads, Heads / KeyHeads * Sequence, Width / Heads);
            var mask = CausalMask.Of(g, Heads / KeyHeads, Sequence);
            var attended = Attention.Of(g, g.Reshape(q, grouped), k, v, mask, p => p);
            return Programs.Layers.Heads.Merge(g, g.Reshape(attended, q.Shape));
        },
        [Rows, Width], [Rows, Width / 2], [Rows, Width / 2]);

    [TorchFact]
    public void GeluFeedForward() => Check(
        "gelu_feed",
        (g, x) =>
        {
            var inner = Programs.Layers.Linear.Of(g, x[0], x[1], x[2]);
            return Programs.Layers.Linear.Of(g, g.Map(MapCode.Gelu, inner), x[3], x[4]);
        },
        [24, 32], [80, 32], [80], [32, 80], [32]);

    [TorchFact]
    public void SiluFeedForward() => Check(
        "silu_feed",
        (g, x) => g.MatMul(g.Map(MapCode.Mul, g.Map(MapCode.Silu, g.MatMul(x[0], x[1])), g.MatMul(x[0], x[2])), x[3]),
        [24, 32], [80, 32], [80, 32], [32, 80]);

    [TorchFact]
    public void Softmax() => Check("softmax", (g, x) => Programs.Layers.Softmax.Of(g, x[0]), [24, 40]);

    [TorchFact]
    public void CrossEntropy() => CheckLoss("cross_entropy", (g, x) =>
    {
        var entropy = Programs.Layers.CrossEntropy.Of(g, x[0], x[1]);
        return (entropy.Loss, entropy.Gradient);
    }, Floats(1, [Rows, 50]), Tokens(50));

    [TorchFact]
    public void MeanSquaredError() => CheckLoss("mean_squared_error", (g, x) =>
    {
        var squared = Programs.Layers.MeanSquaredError.Of(g, x[0], x[1]);
        return (squared.Loss, squared.Gradient);
    }, Floats(1, [24, 5]), Floats(2, [24, 5]));

    private void Check(string layer, Func<GraphBuilder, Node[], Node> build, params int[][] shapes) =>
        Check(layer, build, [.. shapes.Select((shape, i) => Floats(i, shape))]);

    private void Check(string layer, Func<GraphBuilder, Node[], Node> build, params NamedTensor[] inputs)
    {
        var (graph, nodes) = Graph(inputs);
        var y = build(graph, nodes);
        var seed = Floats(99, [(int)y.Shape.Elements]).Tensor.Words;
        Node[] by = [.. nodes.Where(n => n.Type == ElementType.F32)];
        var gradients = Autodiff.Gradients(graph, y, graph.Constant("seed", new(y.Type, y.Shape, seed)), by);
        Keep(graph, "y", y);
        for (var i = 0; i < by.Length; i++) Keep(graph, $"d{i}", gradients[i]);
        Compare(layer, Ours.Run(graph, steps: 1), inputs, seed);
    }

    /// <summary>A loss brings the gradient by its first input with it.</summary>
    private void CheckLoss(
        string layer, Func<GraphBuilder, Node[], (Node Loss, Node Gradient)> build, params NamedTensor[] inputs)
    {
        var (graph, nodes) = Graph(inputs);
        var (loss, gradient) = build(graph, nodes);
        Keep(graph, "y", loss);
        Keep(graph, "d0", gradient);
        Compare(layer, Ours.Run(graph, steps: 1), inputs, [Law.One]);
    }

    private void Compare(string layer, Dictionary<string, Tensor> ours, NamedTensor[] inputs, uint[] seed)
    {
        var request = new Dictionary<string, object?> { ["layer"] = layer, ["inputs"] = inputs.Length };
        var tensors = inputs.Select((x, i) => x with { Name = $"x{i}" })
            .Append(new("seed", [seed.Length], new(ElementType.F32, Shape.Of(seed.Length), seed)));
        var theirs = torch.Do("layer", request, tensors);
        var names = ours.Keys.Where(name => name[0] is 'y' or 'd').ToList();
        names.Should().HaveCountGreaterThan(1);
        foreach (var name in names)
        {
            var difference = Difference.Relative(ours[name], theirs[name]);
            output.WriteLine($"{layer}.{name}: {difference:e2}");
            difference.Should().BeLessThanOrEqualTo(Bound, name);
        }
    }

    private static (GraphBuilder Graph, Node[] Nodes) Graph(NamedTensor[] inputs)
    {
        var graph = new GraphBuilder();
        return (graph, [.. inputs.Select((x, i) => graph.Constant($"x{i}", x.Tensor))]);
    }

    // A copy, for a state can be assigned an operation's output only.
    private static void Keep(GraphBuilder graph, string name, Node value) =>
        graph.Assign(graph.State(name, value.Type, value.Shape), graph.Map(MapCode.Scale, [Law.One], value));

    private static NamedTensor Floats(int number, int[] shape)
    {
        var tensor = new Tensor(ElementType.F32, Shape.Of(shape));
        for (var e = 0; e < tensor.Words.Length; e++)
            tensor.Words[e] = BitConverter.SingleToUInt32Bits(SyntheticData.Uniform(5, e, (uint)number));
        return new NamedTensor("floats", shape, tensor);
    }

    private static NamedTensor Tokens(uint vocabulary)
    {
        var tokens = Enumerable.Range(0, Rows).Select(i => (int)Philox.Index(6, (uint)i, 0, 0, vocabulary));
        return new NamedTensor("tokens", [Rows, 1], Tensor.Ints(Shape.Of(Rows, 1), [.. tokens]));
    }
}
