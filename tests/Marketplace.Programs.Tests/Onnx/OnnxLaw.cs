using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Models;
using Marketplace.Programs.Onnx;
using static Marketplace.Programs.Tests.Given;

namespace Marketplace.Programs.Tests.Onnx;

/// <summary>Graphs of files, computed by the law.</summary>
internal static class OnnxLaw
{
    /// <summary>The logits of a batch.</summary>
    public static Tensor Logits(OnnxNetwork network, Tensor input, uint batch)
    {
        var graph = new GraphBuilder();
        var weights = network.Parameters.ToDictionary(p => p.Name, p => graph.Input(p.Name, ElementType.F32, p.Shape));
        var node = graph.Input("input", input.Type, input.Shape);
        var logits = network.Logits(new ModelScope(graph, weights), node, batch);
        graph.Assign(graph.State("logits", ElementType.F32, logits.Shape), graph.Map(MapCode.Scale, [Law.One], logits));
        var program = graph.Build(1, 1);
        ProgramAdmission.Check(program).Should().BeNull();

        var state = Zeros(program);
        foreach (var (name, tensor) in network.Initial.Concat(graph.Constants).Append(new("input", input)))
        {
            if (program.Slots.Persistent.Any(s => s.Name == name)) state[program.Slots.Number(name)] = tensor;
        }

        RunStep(program, state);
        return state[program.Slots.Number("logits")];
    }

    /// <summary>What a file says of a batch of so many records, flat.</summary>
    public static float[] Of(byte[] file, uint batch, params float[] input)
    {
        var network = OnnxNetwork.Read(file);
        var shape = new Shape(1, 1, batch, (uint)input.Length / batch);
        return [.. Logits(network, Tensor.Floats(shape, input), batch).Words.Select(Float)];
    }

    public static float[] Of(OnnxWriter file, uint batch, params float[] input) => Of(file.Bytes(), batch, input);

    /// <summary>Every element within a share of the greatest.</summary>
    public static void ShouldBeNear(this float[] actual, IReadOnlyList<float> expected, float share = 2e-6f)
    {
        actual.Should().HaveCount(expected.Count);
        var scale = Math.Max(1e-3, expected.Where(float.IsFinite).Select(x => (double)Math.Abs(x)).DefaultIfEmpty(1)
            .Max());
        for (var i = 0; i < actual.Length; i++)
        {
            if (float.IsFinite(expected[i])) ((double)actual[i]).Should()
                .BeApproximately(expected[i], share * scale, $"element {i}");
            else actual[i].Should().Be(expected[i], $"element {i}");
        }
    }
}
