using Marketplace.Programs.Models;
using Marketplace.Programs.Onnx;
using Marketplace.Programs.Tests.Layers;
using static Marketplace.Programs.Tests.Given;

namespace Marketplace.Programs.Tests.Onnx;

/// <summary>Gradients of graphs that files bring, by the input and by the weights, against difference
/// quotients.</summary>
public class OnnxGradientTests
{
    private const double Fine = 2e-3, Coarse = 2e-2;

    [Fact]
    public void AConvolutionWithStrideAndPadding() => Check(
        new OnnxWriter().Input("x", 1, 2, 2, 4, 4).Floats("w", [2, 2, 3, 2], Numbers(2, 24))
            .Floats("b", [2], Numbers(3, 2))
            .Node("Conv", "x w b", "y", ("strides", new long[] { 2, 3 }),
            ("pads", new long[] { 1, 0, 0, 1 })), Fine, 2);

    [Fact]
    public void OverlappingMeans() => Check(
        new OnnxWriter().Input("x", 1, 2, 1, 4, 4).Floats("w", [4, 4], Numbers(2, 16)).Node("Mul", "x w", "a")
            .Node("AveragePool", "a", "y", ("kernel_shape", new long[] { 3, 3 }),
            ("strides", new long[] { 1, 1 })), Fine, 2);

    [Fact]
    public void AProductWithATurnedWeight() => Check(
        new OnnxWriter().Input("x", 1, 2, 3, 4).Floats("w", [2, 4], Numbers(2, 8)).Node("Transpose", "w", "t",
            ("perm", new long[] { 1, 0 }))
            .Node("MatMul", "x t", "y"), Fine, 2);

    [Fact]
    public void ASpreadProductOfBatches() => Check(
        new OnnxWriter().Input("x", 1, 2, 2, 2, 3).Floats("w", [2, 3, 2], Numbers(2, 12))
            .Node("MatMul", "x w", "y"), Fine, 2);

    [Fact]
    public void TheDecomposedLayerNorm() => Check(
        new OnnxWriter().Input("x", 1, 2, 5).Floats("w", [5], Numbers(2, 5)).Floats("two", [], 2)
            .Floats("eps", [], 0.01f)
            .Node("ReduceMean", "x", "m", ("axes", new long[] { -1 })).Node("Sub", "x m", "d").Node("Pow", "d two", "s")
            .Node("ReduceMean", "s", "v", ("axes", new long[] { -1 })).Node("Add", "v eps", "e").Node("Sqrt", "e", "r")
            .Node("Div", "d r", "n").Node("Mul", "n w", "y"),
        Coarse, 2);

    [Fact]
    public void ASoftmaxOverAnotherAxis_AfterAChoice() => Check(
        new OnnxWriter().Input("x", 1, 2, 3, 2).Floats("w", [3, 2], Numbers(2, 6))
            .Truths("c", [3, 1], true, false, true).Floats("low", [], -2)
            .Node("Add", "x w", "a").Node("Where", "c a low", "b").Node("Softmax", "b", "y", ("axis", 1)), Fine, 2);

    [Fact]
    public void PartsJoinedAndPadded() => Check(
        new OnnxWriter().Input("x", 1, 2, 4).Floats("w", [3, 4], Numbers(2, 12)).Integers("i", [], 1)
            .Integers("p", [4], 0, 1, 0, 2)
            .Node("Gather", "w i", "row").Node("Mul", "x row", "a").Node("Split", "a", "l r", ("axis", 1))
            .Node("Concat", "r l", "j", ("axis", 1))
            .Node("Pad", "j p", "y"), Fine, 2);

    private static float[] Numbers(ulong seed, int count) => [.. Floats(seed, count).Words.Select(Float)];

    private static void Check(OnnxWriter file, double tolerance, int batch)
    {
        var network = OnnxNetwork.Read(file.Bytes());
        GradientCheck.Of(
            (graph, nodes) => network.Logits(
                new ModelScope(graph, network.Parameters.Select((p, i) => (p.Name, Node: nodes[i + 1]))
                    .ToDictionary(p => p.Name, p => p.Node)), nodes[0], (uint)batch),
            tolerance,
            [Floats(1, batch, (int)network.InputColumns), .. network.Parameters.Select(p => network.Initial[p.Name])]);
    }
}
