using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Operators.Tests.Given;

namespace Marketplace.Operators.Tests;

/// <summary>What every backend has to do, to the bit. A backend's test class inherits this and names the
/// backend.</summary>
public abstract partial class BackendConformance
{
    protected abstract IBackend Backend { get; }

    private uint[] Run(Descriptor op, uint step, params Tensor[] operands)
    {
        var output = new Tensor(op.Type, op.Shape);
        Array.Fill(output.Words, 0xdeadbeef);
        Backend.Run(new OperationSite(step, 3), op, operands, output);
        return Naive.Elements(output);
    }

    private void IsTheLaw(Descriptor op, params Tensor[] operands)
    {
        var output = Run(op, 5, operands);
        output.Should().Equal(Naive.Run(op, operands, 5));
        for (var e = 0; e < output.Length; e++) LawBackend.Accumulators(op, operands, 5, e)[^1].Should().Be(output[e]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    public void MatMul_OfAnyDepth(int depth)
    {
        foreach (var (a, b) in new[]
        {
            (OrdinaryFloats(1, 5, depth), OrdinaryFloats(2, 33, depth)),
            (Floats(3, 5, depth), Floats(4, 33, depth)),
        })
        {
            IsTheLaw(Operation(OpCode.MatMul, 0, ElementType.F32, Shape.Of(5, 33), [], Read(a, 0, 0, 0, 1, 0), Read(b, 0, 0, 0, 0, 1)), a, b);
        }
    }

    [Fact]
    public void MatMul_OfBatches_OneSideShared()
    {
        var a = OrdinaryFloats(1, 3, 4, 70);
        var b = OrdinaryFloats(2, 6, 70);
        IsTheLaw(Operation(OpCode.MatMul, 0, ElementType.F32, Shape.Of(3, 4, 5), [], Read(a, 0, 0, 4, 1, 0), Read(b, 1, 0, 0, 0, 1)), a, b);
    }

    [Fact]
    public void MatMul_RoundsOnceAndAscends()
    {
        // (1 + 2^-12)² − (1 + 2^-11) leaves 2^-24 only if the product is not rounded before it is added.
        var a = Tensor.Floats(Shape.Of(1, 2), -1f, 1f + 1f / 4096);
        var b = Tensor.Floats(Shape.Of(1, 2), 1f + 1f / 2048, 1f + 1f / 4096);
        Run(Operation(OpCode.MatMul, 0, ElementType.F32, Shape.Of(1, 1), [], Read(a, 0, 0, 0, 1, 0), Read(b, 0, 0, 0, 0, 1)), 0, a, b)
            .Should().Equal(0x33800000u);
        // 2^24 + 1 is lost if the one comes second, kept if the 2^24 are gone again.
        var c = Tensor.Floats(Shape.Of(1, 3), 16777216f, -16777216f, 1f);
        var ones = Tensor.Floats(Shape.Of(1, 3), 1f, 1f, 1f);
        var d = Tensor.Floats(Shape.Of(1, 3), 1f, 16777216f, -16777216f);
        Run(Operation(OpCode.MatMul, 0, ElementType.F32, Shape.Of(1, 1), [], Read(c, 0, 0, 0, 1, 0), Read(ones, 0, 0, 0, 0, 1)), 0, c, ones)
            .Should().Equal(0x3f800000u);
        Run(Operation(OpCode.MatMul, 0, ElementType.F32, Shape.Of(1, 1), [], Read(d, 0, 0, 0, 1, 0), Read(ones, 0, 0, 0, 0, 1)), 0, d, ones)
            .Should().Equal(0u);
    }

    [Fact]
    public void MatMul_StartsFromPlusZero()
    {
        var a = Tensor.Floats(Shape.Of(1, 1), -0f);
        var b = Tensor.Floats(Shape.Of(1, 1), 1f);
        Run(Operation(OpCode.MatMul, 0, ElementType.F32, Shape.Of(1, 1), [], Read(a, 0, 0, 0, 1, 0), Read(b, 0, 0, 0, 0, 1)), 0, a, b)
            .Should().Equal(0u);
    }

    [Theory]
    [InlineData(OpCode.SumLanes, 1)]
    [InlineData(OpCode.SumLanes, 31)]
    [InlineData(OpCode.SumLanes, 32)]
    [InlineData(OpCode.SumLanes, 33)]
    [InlineData(OpCode.SumLanes, 70)]
    [InlineData(OpCode.SumLanes, 130)]
    [InlineData(OpCode.MaxLanes, 1)]
    [InlineData(OpCode.MaxLanes, 31)]
    [InlineData(OpCode.MaxLanes, 33)]
    [InlineData(OpCode.MaxLanes, 70)]
    [InlineData(OpCode.MaxLanes, 130)]
    public void Lanes_OfAnyWidth(OpCode opCode, int columns)
    {
        foreach (var x in new[] { OrdinaryFloats(1, 4, columns), Floats(2, 4, columns) })
        {
            IsTheLaw(Operation(opCode, 0, ElementType.F32, Shape.Of(4, 32), [], Read(x, 0, 0, 0, 1, 0)), x);
        }
    }

    [Fact]
    public void Lanes_WithoutTerms_KeepTheirStart()
    {
        var x = Tensor.Floats(Shape.Of(1, 1), float.NaN);
        var sums =
            Run(Operation(OpCode.SumLanes, 0, ElementType.F32, Shape.Of(1, 32), [], Read(x, 0, 0, 0, 1, 0)), 0, x);
        sums[0].Should().Be(0x7fc00000);
        sums.Skip(1).Should().OnlyContain(w => w == 0);
        // A NaN is not greater than −inf (F3).
        Run(Operation(OpCode.MaxLanes, 0, ElementType.F32, Shape.Of(1, 32), [], Read(x, 0, 0, 0, 1, 0)), 0, x)
            .Should().OnlyContain(w => w == 0xff800000);
    }

    [Theory]
    [InlineData(FoldFunction.Add)]
    [InlineData(FoldFunction.Max)]
    public void FoldLanes_IsTheFixedTree(byte function)
    {
        foreach (var x in new[] { OrdinaryFloats(1, 6, 32), Floats(2, 6, 32) })
        {
            IsTheLaw(Operation(OpCode.FoldLanes, function, ElementType.F32, Shape.Of(6, 1), [], Read(x, 0, 0, 0, 1, 0)), x);
            IsTheLaw(Operation(OpCode.FoldLanes, function, ElementType.F32, Shape.Of(5), [], Read(x, 1, 0, 0, 0, 1)), x);
        }
    }

    [Fact]
    public void FoldLanes_JoinsLaneLWithLaneLPlusSixteenFirst()
    {
        var lanes = new float[32];
        (lanes[0], lanes[1], lanes[16], lanes[17]) = (16777216f, 1f, -16777216f, 0f);
        var x = Tensor.Floats(Shape.Of(1, 32), lanes);
        Run(Operation(OpCode.FoldLanes, FoldFunction.Add, ElementType.F32, Shape.Of(1), [], Read(x, 0, 0, 0, 0, 1)), 0, x)
            .Should().Equal(0x3f800000u);
    }

    public static TheoryData<byte> Functions() => [.. MapFunction.All.Select(f => f.Code)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Map_OfEveryFunction(byte code)
    {
        var function = MapFunction.ByCode(code);
        var operands = function.OperandTypes
            .Select((type, o) => type switch
            {
                ElementType.F32 => Floats((ulong)o + 1, 3, 37),
                ElementType.I8 => Int8s((ulong)o + 1, 3, 37),
                _ => Ints((ulong)o + 1, 1 << 20, 3, 37),
            }).ToArray();
        var immediates = new uint[] { 0x3f666666, 0x3dccccd0 }.Take(function.ImmediateCount).ToArray();
        IsTheLaw(Operation(OpCode.Map, code, function.ResultType, Shape.Of(3, 37), immediates, [.. operands.Select(x => Read(x, 0, 0, 0, 37, 1))]), operands);
    }

    [Fact]
    public void Map_BroadcastsByStrideZero()
    {
        var (column, row, one) = (Floats(1, 5, 1), Floats(2, 1, 33), Floats(3, 1));
        IsTheLaw(
            Operation(OpCode.Map, MapCode.Fma, ElementType.F32, Shape.Of(5, 33), [], Read(column, 0, 0, 0, 1, 0), Read(row, 0, 0, 0, 0, 1), Read(one, 0, 0, 0, 0, 0)),
            column, row, one);
    }

    [Fact]
    public void Map_MayOverwriteItsOwnOperand()
    {
        var x = OrdinaryFloats(1, 1, 40);
        // Reversal needs what a running pass would already have overwritten: the second half reads the first.
        var op = Operation(OpCode.Map, MapCode.Add, ElementType.F32, Shape.Of(2, 20), [], Read(x, 0, 0, 0, 20, 1), Read(x, 0, 0, 0, 0, 1));
        var expected = Naive.Run(op, [x, x], 0);
        var output = new Tensor(ElementType.F32, Shape.Of(2, 20), x.Words);
        Backend.Run(new OperationSite(0, 0), op, [x, x], output);
        x.Words.Should().Equal(expected);
    }

    [Fact]
    public void Move_PermutesAndSlices()
    {
        var x = Floats(1, 3, 4, 5, 6);
        IsTheLaw(Operation(OpCode.Move, 0, ElementType.F32, Shape.Of(6, 5, 4, 3), [], Read(x, 0, 1, 6, 30, 120)), x);
        IsTheLaw(Operation(OpCode.Move, 0, ElementType.F32, Shape.Of(2, 2, 3, 2), [], Read(x, 1 * 120 + 2 * 30 + 1 * 6 + 3, 120, 30, 6, 1)), x);
        var i = Ints(2, 1000, 7, 70);
        IsTheLaw(Operation(OpCode.Move, 0, ElementType.I32, Shape.Of(70, 7), [], Read(i, 0, 0, 0, 1, 70)), i);
    }

    [Fact]
    public void Move_MakesNaNsOfOneForm_ButNeverTouchesIntegers()
    {
        var words = new uint[] { 0xffc00000, 0x7f800001, 0x7fffffff, 0x80000000 };
        var floats = new Tensor(ElementType.F32, Shape.Of(4), words);
        var ints = new Tensor(ElementType.I32, Shape.Of(4), words);
        Run(Operation(OpCode.Move, 0, ElementType.F32, Shape.Of(4), [], Read(floats, 0, 0, 0, 0, 1)), 0, floats)
            .Should().Equal(0x7fc00000u, 0x7fc00000u, 0x7fc00000u, 0x80000000u);
        Run(Operation(OpCode.Move, 0, ElementType.I32, Shape.Of(4), [], Read(ints, 0, 0, 0, 0, 1)), 0, ints)
            .Should().Equal(words);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Move_ConcatenatesOnEveryAxis(int axis)
    {
        int[] first = [2, 3, 4, 5], second = [2, 3, 4, 5], whole = [2, 3, 4, 5];
        second[axis] = 2;
        whole[axis] = first[axis] + 2;
        var (x, y) = (Floats(1, first), Floats(2, second));
        var (sx, sy) = (Strides.Of(x.Shape), Strides.Of(y.Shape));
        IsTheLaw(
            Operation(OpCode.Move, 0, ElementType.F32, Shape.Of(whole), [(uint)axis, (uint)first[axis]],
                Read(x, 0, sx.S0, sx.S1, sx.S2, sx.S3), Read(y, 0, sy.S0, sy.S1, sy.S2, sy.S3, slot: 2)),
            x, y);
    }

    [Fact]
    public void Gather_OutsideTheTable_GivesPlusZero()
    {
        var table = Floats(1, 6, 70);
        var indices = Tensor.Ints(Shape.Of(5), 5, 0, 6, -1, 3);
        var op = Operation(OpCode.Gather, 0, ElementType.F32, Shape.Of(5, 70), [], Read(indices, 0, 0, 0, 1, 0), Read(table, 0, 0, 0, 0, 0, slot: 2));
        IsTheLaw(op, indices, table);
        var output = Run(op, 0, indices, table);
        output.Skip(2 * 70).Take(140).Should().OnlyContain(w => w == 0);
        var labels = Ints(2, 9, 6, 1);
        IsTheLaw(Operation(OpCode.Gather, 0, ElementType.I32, Shape.Of(5, 1), [], Read(indices, 0, 0, 0, 1, 0), Read(labels, 0, 0, 0, 0, 0, slot: 2)), indices, labels);
    }

    [Fact]
    public void Index_IsPhilox_AndKnowsTheStepAndTheSlot()
    {
        var op = Operation(OpCode.Index, 0, ElementType.I32, Shape.Of(3, 50), [0x12345678, 0x9abcdef0, 120]);
        IsTheLaw(op);
        var drawn = Run(op, 9);
        for (uint e = 0; e < 150; e++)
            drawn[e].Should().Be(Philox.Index(0x9abcdef012345678, e, 9, 7, 120)).And.BeLessThan(120);
        drawn.Should().NotEqual(Run(op, 10)).And.NotEqual(Run(op with { Slot = 8 }, 9));
    }

    [Fact]
    public void Random_IsPhiloxItself()
    {
        var op = Operation(OpCode.Random, 0, ElementType.I32, Shape.Of(3, 50), [0x12345678, 0x9abcdef0]);
        IsTheLaw(op);
        var drawn = Run(op, 9);
        for (uint e = 0; e < 150; e++) drawn[e].Should().Be(Philox.Word(0x9abcdef012345678, e, 9, 7));
        drawn.Should().NotEqual(Run(op, 10)).And.NotEqual(Run(op with { Slot = 8 }, 9));
    }
}

public sealed class LawBackendTests : BackendConformance
{
    protected override IBackend Backend { get; } = new LawBackend();
}
