using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Training;
using static Marketplace.Programs.Tests.Given;

namespace Marketplace.Programs.Tests;

public class AdamTests
{
    [Fact]
    public void Update_IsTheScalarAdam_BitForBit()
    {
        var graph = new GraphBuilder();
        var g = graph.Input("g", ElementType.F32, Shape.Of(3, 50));
        var w = graph.State("w", ElementType.F32, Shape.Of(3, 50));
        // A gradient that changes from step to step.
        var rate = graph.Scalar(ElementType.F32, BitConverter.SingleToUInt32Bits(0.01f));
        new OptimizerGraph(graph, new AdamRule(0.9f, 0.999f, 1e-8f), rate, [0]).Update([("w", w, graph.Map(MapCode.Mul, g, w))]);
        var program = graph.Build(20, 5);
        ProgramAdmission.Check(program).Should().BeNull();

        var state = Zeros(program);
        state[0] = Floats(1, 3, 50);
        state[1] = Floats(2, 3, 50);
        Array.Fill(state[program.Slots.Number(OptimizerGraph.Power1)].Words, Law.One);
        Array.Fill(state[program.Slots.Number(OptimizerGraph.Power2)].Words, Law.One);

        state[program.Slots.Number("constant.F32.3c23d70a")].Words[0] = 0x3c23d70a;
        var weights = state[1].Words.Select(Float).ToArray();
        var (first, second) = (new float[150], new float[150]);
        var (power1, power2) = (1f, 1f);
        for (uint t = 0; t < 20; t++)
        {
            RunStep(program, state, t);
            power1 *= 0.9f;
            power2 *= 0.999f;
            var c1 = 1f / (1f - power1) * 0.01f;
            var c2 = 1f / (1f - power2);
            for (var e = 0; e < 150; e++)
            {
                var gradient = Float(state[0].Words[e]) * weights[e];
                first[e] = MathF.FusedMultiplyAdd(0.9f, first[e], (1f - 0.9f) * gradient);
                second[e] = MathF.FusedMultiplyAdd(0.999f, second[e], (1f - 0.999f) * (gradient * gradient));
                var denominator = MathF.Sqrt(second[e] * c2) + 1e-8f;
                weights[e] -= first[e] * c1 / denominator;
            }
        }

        Bits(weights).Should().Equal(state[1].Words);
        Bits(first).Should().Equal(state[program.Slots.Number(OptimizerGraph.First("w"))].Words);
        Bits(second).Should().Equal(state[program.Slots.Number(OptimizerGraph.Second("w"))].Words);
        Bits([power1]).Should().Equal(state[program.Slots.Number(OptimizerGraph.Power1)].Words);
    }

    [Fact]
    public void FirstWeights_AreUniform_AndTheirOwnForEverySlot()
    {
        var w = ModelInit.Uniform(Shape.Of(100, 16), 16, 3, 5);
        w.Words.Select(Float).Should().OnlyContain(x => x >= -0.25f && x < 0.25f);
        w.Words.Select(Float).Average().Should().BeApproximately(0, 0.02f);
        var word = Philox.Word(3, 7, ModelInit.Step, 5) >> 8;
        Float(w.Words[7]).Should().Be((word / 8388608f - 1f) * 0.25f);
        w.Words.Should().NotEqual(ModelInit.Uniform(Shape.Of(100, 16), 16, 3, 6).Words);
        w.Words.Should().NotEqual(ModelInit.Uniform(Shape.Of(100, 16), 16, 4, 5).Words);
    }

    private static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];
}
