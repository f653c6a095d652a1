using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Layers;
using static Marketplace.Programs.Tests.Given;

namespace Marketplace.Programs.Tests.Layers;

public class LayerGradientTests
{
    private const double Fine = 2e-3;
    private const double Coarse = 2e-2;

    [Fact]
    public void Linear() => GradientCheck.Of((g, x) => Programs.Layers.Linear.Of(g, x[0], x[1], x[2]), Fine, Floats(1, 3, 4), Floats(2, 5, 4), Floats(3, 5));

    [Fact]
    public void LinearOfColumns() =>
        GradientCheck.Of((g, x) => Programs.Layers.Linear.OfColumns(g, x[0], x[1], x[2]), Fine, Floats(1, 3, 4), Floats(2, 4, 5), Floats(3, 5));

    [Fact]
    public void LayerNorm() => GradientCheck.Of((g, x) => Programs.Layers.LayerNorm.Of(g, x[0], x[1], x[2], 1e-5f), Coarse, Floats(1, 3, 7), Floats(2, 7), Floats(3, 7));

    [Fact]
    public void RmsNorm() => GradientCheck.Of((g, x) => Programs.Layers.RmsNorm.Of(g, x[0], x[1], 1e-5f), Coarse, Floats(1, 3, 7), Floats(2, 7));

    [Fact]
    public void Softmax() => GradientCheck.Of((g, x) => Programs.Layers.Softmax.Of(g, x[0]), Fine, Floats(1, 3, 5));

    [Fact]
    public void Attention_WithACausalMask() => GradientCheck.Of(
        (g, x) => Programs.Layers.Attention.Of(g, x[0], x[1], x[2], CausalMask.Of(g, 1, 4), p => p), Fine, Floats(1, 1, 2, 4, 3), Floats(2, 1, 2, 4, 3), Floats(3, 1, 2, 4, 3));

    [Fact]
    public void Attention_OfGroupedQueries() => GradientCheck.Of(
        (g, x) => Programs.Layers.Attention.Of(g, x[0], x[1], x[2], CausalMask.Of(g, 2, 3), p => p), Fine, Floats(1, 2, 1, 6, 2), Floats(2, 2, 1, 3, 2), Floats(3, 2, 1, 3, 2));

    [Fact]
    public void SplitAndMergedHeads() => GradientCheck.Of(
        (g, x) =>
        {
            var heads = Heads.Split(g, x[0], 2, 3, 2);
            return Heads.Merge(g, g.Map(MapCode.Mul, heads[0], g.Map(MapCode.Add, heads[1], heads[2])));
        },
        Fine, Floats(1, 6, 12));

    [Fact]
    public void Rotary() => GradientCheck.Of((g, x) => new Rotary(g, 3, 4, 10000).Of(x[0]), Fine, Floats(1, 2, 1, 3, 4));

    [Fact]
    public void Dropout() => GradientCheck.Of((g, x) => Programs.Layers.Dropout.Of(g, x[0], 0.5f, 7), Fine, Floats(1, 4, 8));

    [Fact]
    public void Embedding() => GradientCheck.Of(
        (g, x) => g.Gather(x[0], x[1]), Fine, Tensor.Ints(Shape.Of(5, 1), 1, 0, 2, 1, 1), Floats(2, 3, 4));

    [Fact]
    public void Convolution() => GradientCheck.Of(
        (g, x) => Programs.Layers.Convolution.Of(g, x[0], x[1], 1), Fine, Floats(1, 2, 3, 4, 2), Floats(2, 3, 2, 3, 3));

    [Fact]
    public void MaxPool() => GradientCheck.Of((g, x) => Programs.Layers.MaxPool.Of(g, x[0], 2), Fine, Spread(1, 2, 5, 4, 3));

    [Theory]
    [InlineData(MapCode.Div)]
    [InlineData(MapCode.SquareDifference)]
    [InlineData(MapCode.SoftmaxExp)]
    [InlineData(MapCode.Sub)]
    [InlineData(MapCode.Mul)]
    public void FunctionsOfTwo(byte code) =>
        GradientCheck.Of((g, x) => g.Map(code, x[0], g.Map(MapCode.Add, x[1], g.Scalar(ElementType.F32, 0x40400000))), Coarse, Floats(1, 3, 4), Floats(2, 1, 4));

    [Theory]
    [InlineData(MapCode.Sqrt)]
    [InlineData(MapCode.Log)]
    [InlineData(MapCode.Rsqrt)]
    [InlineData(MapCode.Tanh)]
    [InlineData(MapCode.Sigmoid)]
    [InlineData(MapCode.Sin)]
    [InlineData(MapCode.Cos)]
    [InlineData(MapCode.Silu)]
    [InlineData(MapCode.Gelu)]
    [InlineData(MapCode.Exp)]
    public void FunctionsOfOne(byte code) =>
        GradientCheck.Of((g, x) => g.Map(code, g.Map(MapCode.Add, x[0], g.Scalar(ElementType.F32, 0x40000000))), Coarse, Floats(1, 3, 4));

    [Fact]
    public void FmaAndNormalise_OfSpreadOperands()
    {
        GradientCheck.Of((g, x) => g.Map(MapCode.Fma, x[0], x[1], x[2]), Fine, Floats(1, 3, 4), Floats(2, 1, 4), Floats(3, 3, 1));
        GradientCheck.Of((g, x) => g.Map(MapCode.Normalise, x[0], x[1], x[2]), Fine, Floats(1, 3, 4), Floats(2, 3, 1), Floats(3, 3, 1));
    }

    [Fact]
    public void SumsAndMaxima_OfEveryAxis()
    {
        for (var axis = 0; axis < 4; axis++)
        {
            var summed = axis;
            GradientCheck.Of((g, x) => g.SumAxis(g.Map(MapCode.Mul, x[0], x[0]), summed), Fine, Floats(1, 2, 3, 4, 2));
            GradientCheck.Of((g, x) => g.SumAxis(g.Map(MapCode.Mul, x[0], x[0]), summed), Fine, Floats(1, summed == 0 ? 18 : 2, summed == 1 ? 18 : 2, 2, 2));
        }

        GradientCheck.Of((g, x) => g.MaxRows(x[0]), Fine, Spread(1, 1, 1, 3, 5));
    }

    [Fact]
    public void TheGreaterOfTwo() => GradientCheck.Of((g, x) => g.Map(MapCode.Max, x[0], x[1]), Fine, Spread(1, 3, 4), Spread(2, 3, 4));

    [Fact]
    public void MovesOfEveryKind() => GradientCheck.Of(
        (g, x) =>
        {
            var permuted = g.Permute(x[0], 2, 0, 3, 1);
            var cut = g.Slice(permuted, 2, 1, 2);
            var both = g.Concat(cut, g.Slice(permuted, 2, 0, 1), 2);
            return g.Spread(g.Reshape(both, new Shape(1, 1, both.Shape.D0, (uint)both.Shape.Elements / both.Shape.D0)), new Shape(1, 3, both.Shape.D0, (uint)both.Shape.Elements / both.Shape.D0));
        },
        Fine, Floats(1, 2, 2, 2, 3));

    [Fact]
    public void BatchedProducts_WithARepeatedAxis() => GradientCheck.Of(
        (g, x) => g.MatMul(x[0], x[1]), Fine, Floats(1, 2, 3, 2, 4), Floats(2, 2, 1, 3, 4));

    /// <summary>No two elements are so near that a difference quotient would cross from one maximum to another.</summary>
    private static Tensor Spread(ulong seed, params int[] dimensions)
    {
        var tensor = Floats(seed, dimensions);
        var order = Enumerable.Range(0, tensor.Words.Length).OrderBy(e => Float(tensor.Words[e])).ToArray();
        for (var rank = 0; rank < order.Length; rank++) tensor.Words[order[rank]] = BitConverter.SingleToUInt32Bits(rank / 16f - 1 + seed / 48f);
        return tensor;
    }
}
