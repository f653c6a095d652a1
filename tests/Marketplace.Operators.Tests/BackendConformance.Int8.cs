using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Operators.Tests.Given;

namespace Marketplace.Operators.Tests;

/// <content>The exact integer profile (F8).</content>
public abstract partial class BackendConformance
{
    private static Descriptor Int8Product(Tensor a, Tensor b) => Operation(
        OpCode.MatMul, 0, ElementType.I32, Shape.Of(a.Rows, b.Rows), [], Read(a, 0, 0, 0, 1, 0), Read(b, 0, 0, 0, 0, 1));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(63)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(515)]
    public void Int8Product_OfAnyDepth(int depth)
    {
        var (a, b) = (Int8s(1, 5, depth), Int8s(2, 33, depth));
        IsTheLaw(Int8Product(a, b), a, b);
    }

    [Fact]
    public void Int8Product_OfBatches_OneSideShared()
    {
        var (a, b) = (Int8s(1, 3, 4, 70), Int8s(2, 6, 70));
        IsTheLaw(Operation(OpCode.MatMul, 0, ElementType.I32, Shape.Of(3, 4, 5), [], Read(a, 0, 0, 4, 1, 0), Read(b, 1, 0, 0, 0, 1)), a, b);
    }

    [Fact]
    public void Int8Product_AtItsDeepest_IsExact()
    {
        var least = new sbyte[Chain.MaxInt8Depth];
        var greatest = new sbyte[Chain.MaxInt8Depth];
        Array.Fill(least, sbyte.MinValue);
        Array.Fill(greatest, sbyte.MaxValue);
        var a = Tensor.Int8s(Shape.Of(1, Chain.MaxInt8Depth), least);
        var b = Tensor.Int8s(Shape.Of(2, Chain.MaxInt8Depth), [.. least, .. greatest]);
        Run(Int8Product(a, b), 0, a, b).Should().Equal(131_071u * 16_384, unchecked((uint)(-131_071 * 16_256)));
    }

    [Fact]
    public void ToI8_TruncatesAndSaturatesAt127()
    {
        float[] values =
        [
            0f, -0f, 0.99f, -0.99f, 1f, -1.99f, 126.9f, 127f, 127.99f, 128f, 1e30f, float.PositiveInfinity,
            -126.5f, -127f, -127.5f, -128f, -1e30f, float.NegativeInfinity, float.NaN, 1e-45f,
        ];
        int[] expected = [0, 0, 0, 0, 1, -1, 126, 127, 127, 127, 127, 127, -126, -127, -127, -127, -127, -127, 0, 0];
        var x = Tensor.Floats(Shape.Of(values.Length), values);
        Run(Operation(OpCode.Map, MapCode.ToI8, ElementType.I8, x.Shape, [], Read(x, 0, 0, 0, 0, 1)), 0, x)
            .Should().Equal(expected.Select(v => (uint)v));
    }

    [Fact]
    public void Int8_IsScaledByOrdinaryMaps()
    {
        // A row's scale spreads over its columns: a broadcast stride.
        var (sums, scales) = (Ints(1, 1 << 16, 4, 6), OrdinaryFloats(2, 4, 1));
        var floats = new Tensor(ElementType.F32, sums.Shape);
        Backend.Run(new OperationSite(0, 0), Operation(OpCode.Map, MapCode.FromInt, ElementType.F32, sums.Shape, [], Read(sums, 0, 0, 0, 6, 1)), [sums], floats);
        IsTheLaw(
            Operation(OpCode.Map, MapCode.Mul, ElementType.F32, sums.Shape, [], Read(floats, 0, 0, 0, 6, 1), Read(scales, 0, 0, 0, 1, 0, slot: 2)),
            floats, scales);
    }

    [Fact]
    public void Int8_IsMovedByBytes()
    {
        var x = Int8s(1, 3, 4, 5, 6);
        IsTheLaw(Operation(OpCode.Move, 0, ElementType.I8, Shape.Of(6, 5, 4, 3), [], Read(x, 0, 1, 6, 30, 120)), x);
        IsTheLaw(Operation(OpCode.Move, 0, ElementType.I8, Shape.Of(2, 2, 3, 2), [], Read(x, 1 * 120 + 2 * 30 + 1 * 6 + 3, 120, 30, 6, 1)), x);
        var (a, b) = (Int8s(2, 3, 5), Int8s(3, 3, 2));
        IsTheLaw(
            Operation(OpCode.Move, 0, ElementType.I8, Shape.Of(3, 7), [3, 5], Read(a, 0, 0, 0, 5, 1), Read(b, 0, 0, 0, 2, 1, slot: 2)), a, b);
    }

    [Fact]
    public void Int8_IsGatheredByRows()
    {
        var table = Int8s(1, 6, 71);
        var indices = Tensor.Ints(Shape.Of(5), 5, 0, 6, -1, 3);
        var op = Operation(OpCode.Gather, 0, ElementType.I8, Shape.Of(5, 71), [], Read(indices, 0, 0, 0, 1, 0), Read(table, 0, 0, 0, 0, 0, slot: 2));
        IsTheLaw(op, indices, table);
        Run(op, 0, indices, table).Skip(2 * 71).Take(2 * 71).Should().OnlyContain(w => w == 0);
    }

    [Fact]
    public void Int8Move_MayOverwriteItsOwnOperand()
    {
        var x = Int8s(1, 2, 10);
        var op = Operation(OpCode.Move, 0, ElementType.I8, Shape.Of(2, 10), [], Read(x, 0, 0, 0, 1, 2));
        var expected = Naive.Run(op, [x], 0);
        Backend.Run(new OperationSite(0, 0), op, [x], x);
        Naive.Elements(x).Should().Equal(expected);
    }
}
