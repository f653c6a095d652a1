using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using static Marketplace.Programs.Tests.Given;

namespace Marketplace.Programs.Tests;

public class GraphBuilderTests
{
    [Fact]
    public void WhatNoStateNeeds_IsLeftOut()
    {
        var graph = new GraphBuilder();
        var x = graph.State("x", ElementType.F32, Shape.Of(4));
        graph.Map(MapCode.Exp, x);
        graph.Assign(x, graph.Map(MapCode.Add, x, x));
        graph.Build(1, 1).Phases[0].Operations.Should().ContainSingle();
    }

    [Fact]
    public void Scratch_IsReused_WhenItsValueIsDead()
    {
        var graph = new GraphBuilder();
        var x = graph.State("x", ElementType.F32, Shape.Of(4));
        var y = x;
        for (var i = 0; i < 10; i++) y = graph.Map(MapCode.Exp, y);
        graph.Assign(x, y);
        var program = graph.Build(1, 1);
        program.Slots.Scratch.Should().HaveCount(2);
        ProgramAdmission.Check(program).Should().BeNull();
    }

    [Fact]
    public void AStateThatIsStillRead_IsNotOverwrittenTooEarly()
    {
        var graph = new GraphBuilder();
        var a = graph.State("a", ElementType.F32, Shape.Of(2));
        var b = graph.State("b", ElementType.F32, Shape.Of(2));
        var c = graph.State("c", ElementType.F32, Shape.Of(2));
        var sum = graph.Map(MapCode.Add, a, b);
        graph.Assign(a, sum);
        graph.Assign(b, graph.Map(MapCode.Sub, a, b));
        graph.Assign(c, sum);
        var program = graph.Build(1, 1);
        ProgramAdmission.Check(program).Should().BeNull();

        Tensor[] state = [Tensor.Floats(Shape.Of(2), 5, 7), Tensor.Floats(Shape.Of(2), 2, 3), Tensor.Floats(Shape.Of(2), 0, 0)];
        RunStep(program, state);
        state.Select(t => t.Words.Select(Float)).Should().BeEquivalentTo(
            new[] { new[] { 7f, 10f }, [3f, 4f], [7f, 10f] }, o => o.WithStrictOrdering());
    }

    [Fact]
    public void Reductions_AndCopies_DoWhatTheirNamesSay()
    {
        var graph = new GraphBuilder();
        var x = graph.Input("x", ElementType.F32, Shape.Of(3, 70));
        void Keep(string name, Node value) => graph.Assign(graph.State(name, value.Type, value.Shape), value);
        Keep("sumRows", graph.SumRows(x));
        Keep("maxRows", graph.MaxRows(x));
        Keep("sumColumns", graph.SumColumns(x));
        Keep("slice", graph.Slice(x, 3, 10, 5));
        Keep("concat", graph.Concat(x, graph.Slice(x, 2, 1, 2), 2));
        Keep("reshaped", graph.Reshape(x, Shape.Of(7, 30)));
        Keep("product", graph.MatMul(x, graph.Slice(x, 2, 0, 2)));
        var program = graph.Build(1, 1);
        ProgramAdmission.Check(program).Should().BeNull();

        // Small integers: sums are exact in any order.
        var values = Enumerable.Range(0, 210).Select(i => (float)(i * 7 % 23)).ToArray();
        float X(int r, int c) => values[70 * r + c];
        var state = Zeros(program);
        values.Select(BitConverter.SingleToUInt32Bits).ToArray().CopyTo(state[0].Words, 0);
        RunStep(program, state);
        IEnumerable<float> Of(string name) => state[program.Slots.Number(name)].Words.Select(Float);

        Of("sumRows")
            .Should().Equal(Enumerable.Range(0, 3).Select(r => (float)Enumerable.Range(0, 70).Sum(c => (int)X(r, c))));
        Of("maxRows")
            .Should().Equal(Enumerable.Range(0, 3).Select(r => (float)Enumerable.Range(0, 70).Max(c => (int)X(r, c))));
        Of("sumColumns").Should().Equal(Enumerable.Range(0, 70).Select(c => X(0, c) + X(1, c) + X(2, c)));
        Of("slice").Should().Equal(Enumerable.Range(0, 15).Select(i => X(i / 5, 10 + i % 5)));
        Of("concat").Should().Equal(values.Concat(values.Skip(70)));
        Of("reshaped").Should().Equal(values);
        Of("product").Should().Equal(Enumerable.Range(0, 6).Select(i => (float)Enumerable.Range(0, 70).Sum(c => (int)(X(i / 2, c) * X(i % 2, c)))));
    }

    [Fact]
    public void ScatterAdd_IsGathersGradient()
    {
        var graph = new GraphBuilder();
        var indices = graph.Input("indices", ElementType.I32, Shape.Of(4));
        var gradient = graph.Input("gradient", ElementType.F32, Shape.Of(4, 2));
        graph.Assign(graph.State("table", ElementType.F32, Shape.Of(3, 2)), graph.ScatterAdd(indices, gradient, 3));
        var program = graph.Build(1, 1);
        var state = Zeros(program);
        new uint[] { 2, 0, 2, 7 }.CopyTo(state[0].Words, 0);
        new[] { 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f }.Select(BitConverter.SingleToUInt32Bits).ToArray().CopyTo(state[1].Words, 0);
        RunStep(program, state);
        state[2].Words.Select(Float).Should().Equal(3f, 4f, 0f, 0f, 6f, 8f);
    }

    [Fact]
    public void MatMul_OfInt8_IsScaledBack()
    {
        // Both sides rounded to i8 at a scale of 1/4, multiplied exactly, and brought back by rows.
        var graph = new GraphBuilder();
        var (a, b) = (graph.Input("a", ElementType.F32, Shape.Of(2, 3)), graph.Input("b", ElementType.F32, Shape.Of(1, 3)));
        var back = graph.Input("back", ElementType.F32, Shape.Of(2, 1));
        Node Rounded(Node x) => graph.Map(MapCode.ToI8, graph.Map(MapCode.Scale, [0x40800000], x));
        var product = graph.MatMul(Rounded(a), Rounded(b));
        product.Type.Should().Be(ElementType.I32);
        graph.Assign(graph.State("c", ElementType.F32, Shape.Of(2, 1)), graph.Map(MapCode.Mul, graph.Map(MapCode.FromInt, product), back));
        var program = graph.Build(1, 1);
        var state = Zeros(program);
        new[] { 1f, -2f, 0.5f, 100f, 0.25f, -0.3f }.Select(BitConverter.SingleToUInt32Bits).ToArray().CopyTo(state[0].Words, 0);
        new[] { 2f, 1f, -4f }.Select(BitConverter.SingleToUInt32Bits).ToArray().CopyTo(state[1].Words, 0);
        new[] { 0.0625f, 0.0625f }.Select(BitConverter.SingleToUInt32Bits).ToArray().CopyTo(state[2].Words, 0);
        RunStep(program, state);
        // 100 is limited to 127/4, 0.3 cut to 1/4.
        state[3].Words.Select(Float).Should().Equal(2f - 2f - 2f, 63.5f + 0.25f + 1f);
    }

    [Fact]
    public void WrongShapes_AreTheCallersMistake()
    {
        var graph = new GraphBuilder();
        var a = graph.State("a", ElementType.F32, Shape.Of(2, 3));
        var b = graph.Input("b", ElementType.F32, Shape.Of(2, 4));
        foreach (var mistake in new Action[]
        {
            () => graph.Map(MapCode.Add, a, b),
            () => graph.MatMul(a, b),
            () => graph.Concat(a, b, 2),
            () => graph.Slice(a, 3, 2, 2),
            () => graph.Reshape(a, Shape.Of(5)),
            () => graph.Gather(a, b),
            () => graph.ScatterAdd(a, b, 4),
            () => graph.Assign(a, b),
            () => graph.Assign(b, graph.Map(MapCode.Exp, b)),
            () => graph.Assign(a, graph.Map(MapCode.Exp, b)),
            () => graph.State("b", ElementType.F32, Shape.Of(1)),
        })
        {
            mistake.Should().Throw<ArgumentException>();
        }
    }
}
