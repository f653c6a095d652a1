using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Operators.Tests.Given;

namespace Marketplace.Operators.Tests;

public class ChainTests
{
    private static Descriptor MatMul(Tensor a, Tensor b) =>
        Operation(OpCode.MatMul, 0, ElementType.F32, Shape.Of(a.Rows, b.Rows), [], Read(a, 0, 0, 0, 1, 0), Read(b, 0, 0, 0, 0, 1));

    private static Descriptor Lanes(OpCode opCode, Tensor x) =>
        Operation(opCode, 0, ElementType.F32, Shape.Of(x.Rows, 32), [], Read(x, 0, 0, 0, 1, 0));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(64, 1, 64)]
    [InlineData(65, 2, 1)]
    [InlineData(130, 3, 2)]
    public void MatMul_HasAUnitForEveryLeafOfARow(int depth, int units, int last)
    {
        var (a, b) = (OrdinaryFloats(1, 3, depth), OrdinaryFloats(2, 4, depth));
        var op = MatMul(a, b);
        Chain.Units(op, 11).Should().Be(units);
        Chain.Terms(op, 11).Should().Be(depth);
        Chain.TermsInUnit(op, 11, units - 1).Should().Be(last);
        // Element 11 is row 2 of A and row 3 of B.
        Chain.Leaves(op, 11, units - 1).Should().Equal(
            new OperandLeaf(0, 1, 2, 64 * (units - 1), 2 * units + units - 1),
            new OperandLeaf(1, 1, 3, 64 * (units - 1), 3 * units + units - 1));
    }

    [Theory]
    [InlineData(33, 0, 2, 1)]
    [InlineData(33, 1, 1, 1)]
    [InlineData(31, 31, 0, 1)]
    [InlineData(70, 5, 3, 2)]
    [InlineData(70, 6, 2, 1)]
    [InlineData(130, 0, 5, 3)]
    [InlineData(130, 2, 4, 2)]
    public void Lanes_HaveTwoTermsAUnit_AndOneUnitWithoutTerms(int columns, int lane, int terms, int units)
    {
        var op = Lanes(OpCode.SumLanes, OrdinaryFloats(1, 2, columns));
        Chain.Terms(op, 32 + lane).Should().Be(terms);
        Chain.Units(op, 32 + lane).Should().Be(units);
        Enumerable.Range(0, units).Sum(u => Chain.TermsInUnit(op, 32 + lane, u)).Should().Be(terms);
    }

    [Fact]
    public void Accumulators_StandAtUnitBoundaries()
    {
        var (a, b) = (OrdinaryFloats(1, 3, 130), OrdinaryFloats(2, 4, 130));
        var values = LawBackend.Accumulators(MatMul(a, b), [a, b], 0, 6);
        values.Should().HaveCount(4);
        var acc = 0f;
        var expected = new List<uint> { 0 };
        for (var k = 0; k < 130; k++)
        {
            acc = MathF.FusedMultiplyAdd(
                BitConverter.UInt32BitsToSingle(a.Row(1)[k]), BitConverter.UInt32BitsToSingle(b.Row(2)[k]), acc);
            if (k is 63 or 127 or 129) expected.Add(BitConverter.SingleToUInt32Bits(acc));
        }

        values.Should().Equal(expected);

        var x = OrdinaryFloats(3, 1, 40);
        LawBackend.Accumulators(Lanes(OpCode.MaxLanes, x), [x], 0, 20).Should().Equal(0xff800000u, x.Words[20]);
    }

    [Fact]
    public void Leaves_OfAConcatenation_AreOfTheOperandThatIsRead()
    {
        var (x, y) = (Floats(1, 2, 70), Floats(2, 2, 70));
        var op = Operation(OpCode.Move, 0, ElementType.F32, Shape.Of(2, 140), [3, 70], Read(x, 0, 0, 0, 70, 1), Read(y, 0, 0, 0, 70, 1, slot: 2));
        Chain.Leaves(op, 140 + 69, 0).Should().Equal(new OperandLeaf(0, 1, 1, 69, 3));
        Chain.Leaves(op, 140 + 70, 0).Should().Equal(new OperandLeaf(1, 2, 1, 0, 2));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(256, 1, 256)]
    [InlineData(257, 2, 1)]
    [InlineData(600, 3, 88)]
    public void Int8Product_HasAUnitForEvery256Terms(int depth, int units, int last)
    {
        var (a, b) = (Int8s(1, 3, depth), Int8s(2, 4, depth));
        var op = MatMul(a, b) with { Type = ElementType.I32 };
        Chain.Units(op, 11).Should().Be(units);
        Chain.TermsInUnit(op, 11, units - 1).Should().Be(last);
        Chain.Leaves(op, 11, units - 1).Should().Equal(
            new OperandLeaf(0, 1, 2, 256 * (units - 1), 2 * units + units - 1),
            new OperandLeaf(1, 1, 3, 256 * (units - 1), 3 * units + units - 1));
        var values = LawBackend.Accumulators(op, [a, b], 0, 11);
        for (var u = 0; u <= units; u++)
        {
            var terms = Enumerable.Range(0, Math.Min(depth, 256 * u));
            values[u].Should().Be((uint)terms.Sum(k => (int)a.Element(2 * depth + k) * (int)b.Element(3 * depth + k)));
        }
    }

    [Fact]
    public void ScatterAdd_HasAUnitForEveryToken()
    {
        var (indices, gradient) = (Ints(1, 4, 70), OrdinaryFloats(2, 70, 130));
        var op = Operation(
            OpCode.ScatterAdd, 0, ElementType.F32, Shape.Of(4, 130), [70], Read(indices, 0, 0, 0, 1, 0), Read(gradient, 0, 0, 0, 130, 1, slot: 2));
        // Row 3, column 129.
        var element = 4 * 130 - 1;
        Chain.Units(op, element).Should().Be(70);
        Chain.TermsInUnit(op, element, 69).Should().Be(1);
        Chain.Leaves(op, element, 65).Should().Equal(new OperandLeaf(0, 1, 0, 65, 1), new OperandLeaf(1, 2, 65, 129, 3 * 65 + 2));
        var acc = 0f;
        var expected = new List<uint> { 0 };
        for (var t = 0; t < 70; t++)
        {
            if (indices.Words[t] == 3) acc += BitConverter.UInt32BitsToSingle(gradient.Words[t * 130 + 129]);
            expected.Add(BitConverter.SingleToUInt32Bits(acc));
        }

        LawBackend.Accumulators(op, [indices, gradient], 0, element).Should().Equal(expected);
    }

    [Fact]
    public void Leaves_OfAGatherOutside_HaveNoTableLeaf()
    {
        var (i, table) = (Ints(1, 9, 5), Floats(2, 6, 70));
        var op = Operation(OpCode.Gather, 0, ElementType.F32, Shape.Of(5, 70), [], Read(i, 0, 0, 0, 1, 0), Read(table, 0, 0, 0, 0, 0, slot: 2));
        Chain.Leaves(op, 3 * 70 + 65, 0, tableRow: 4)
            .Should().Equal(new OperandLeaf(0, 1, 0, 3, 0), new OperandLeaf(1, 2, 4, 65, 9));
        Chain.Leaves(op, 3 * 70 + 65, 0, tableRow: 6)[1].IsRead.Should().BeFalse();
        Chain.Leaves(op, 3 * 70 + 65, 0, tableRow: uint.MaxValue)[1].IsRead.Should().BeFalse();
    }
}
