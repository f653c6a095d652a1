using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using static Marketplace.Operators.Tests.Given;

namespace Marketplace.Operators.Tests;

/// <content>Random shapes, strides and values, against the suite's own second writing of the operators.</content>
public abstract partial class BackendConformance
{
    private void IsNaive(Descriptor op, params Tensor[] operands) => Run(op, 5, operands).Should().Equal(Naive.Run(op, operands, 5), $"{op}");

    [Fact]
    public void Fuzz_MatMul() => Fuzz.Cases(60, draws => Product(draws, ElementType.F32));

    [Fact]
    public void Fuzz_Int8Product() => Fuzz.Cases(40, draws => Product(draws, ElementType.I8));

    private void Product(Draws draws, ElementType type)
    {
        var depth = draws.Of(1, draws.UpTo(70), 64 * draws.UpTo(4) + draws.Below(3) - 1);
        var shape = Shape.Of(draws.Axis(3), draws.Axis(3), draws.Of(1, draws.UpTo(9), draws.UpTo(40)), draws.Of(1, draws.UpTo(9), draws.UpTo(70)));
        // Mostly rows of A by rows of B, as every graph has them; now and then any affine rule.
        var isAny = draws.OneIn(4);
        var (a, left) = Rows(isAny ? draws.StridesOver(shape) : [Batch(0), Batch(1), draws.Below(3), 0], 1);
        var (b, right) = Rows(isAny ? draws.StridesOver(shape) : [Batch(0), Batch(1), 0, draws.Below(3)], 2);
        IsNaive(Operation(OpCode.MatMul, 0, type == ElementType.I8 ? ElementType.I32 : type, shape, [], left, right), a, b);

        long Batch(int axis) => draws.Of<long>(0, (axis == 0 ? shape.D1 : 1) * shape.D2, draws.Below(5));

        (Tensor, Operand) Rows(long[] strides, int slot)
        {
            var offset = draws.OneIn(3) ? draws.Below(5) : 0;
            var rows = offset + 1L;
            for (var axis = 0; axis < 4; axis++) rows += (shape[axis] - 1) * strides[axis];
            var tensor = draws.Fuzzed(type, (int)rows, depth);
            return (tensor, Read(tensor, offset, strides[0], strides[1], strides[2], strides[3], slot));
        }
    }

    [Fact]
    public void Fuzz_Map() => Fuzz.Cases(120, draws =>
    {
        var function = draws.Of([.. MapFunction.All]);
        var shape = draws.Shape(longest: 100);
        var operands = function.OperandTypes.Select((type, o) => draws.Reading(type, shape, o + 1)).ToArray();
        var immediates = Enumerable.Range(0, function.ImmediateCount).Select(_ => draws.FuzzFloats(1).Words[0]).ToArray();
        IsNaive(
            Operation(OpCode.Map, function.Code, function.ResultType, shape, immediates, [.. operands.Select(x => x.Operand)]),
            [.. operands.Select(x => x.Tensor)]);
    });

    [Fact]
    public void Fuzz_OperationsOverwritingAnOperand() => Fuzz.Cases(60, draws =>
    {
        // Both read the tensor that is written, in any two orders.
        var shape = draws.Shape(longest: 100);
        var x = draws.FuzzFloats((int)shape.D0, (int)shape.D1, (int)shape.D2, (int)shape.D3);
        var reads = new[] { draws.StridesOver(shape), draws.StridesOver(shape) }
            .Where(s => Enumerable.Range(0, 4).Sum(axis => (shape[axis] - 1) * s[axis]) < shape.Elements)
            .Select(s => Read(x, 0, s[0], s[1], s[2], s[3])).Append(Read(x, 0, 0, 0, 0, 0)).Take(2).ToArray();
        var op = reads.Length == 2 && draws.OneIn(2)
            ? Operation(OpCode.Map, draws.Of(MapCode.Add, MapCode.Mul, MapCode.Max), ElementType.F32, shape, [], reads)
            : Operation(OpCode.Move, 0, ElementType.F32, shape, [], reads[0]);
        var expected = Naive.Run(op, [x, x], 0);
        Backend.Run(new OperationSite(0, 0), op, [.. op.Operands.Select(_ => x)], x);
        x.Words.Should().Equal(expected, $"{op}");
    });

    [Fact]
    public void Fuzz_LanesAndFolds() => Fuzz.Cases(60, draws =>
    {
        var (outer, rows) = (draws.Axis(3), draws.UpTo(20));
        var isFold = draws.OneIn(3);
        var columns = isFold ? Chain.Lanes : draws.Of(1, draws.UpTo(70), draws.UpTo(600));
        var shape = isFold ? Shape.Of(outer, 1, draws.Of(1, rows), rows) : Shape.Of(outer, 1, rows, Chain.Lanes);
        // Of lanes the last axis is the lane, not a place.
        var strides = draws.StridesOver(isFold ? shape : shape with { D3 = 1 });
        if (!isFold) strides[3] = 0;
        var offset = draws.Below(3);
        var last = offset + Enumerable.Range(0, 4).Sum(axis => (shape[axis] - 1) * strides[axis]);
        var x = draws.FuzzFloats((int)last + 1, columns);
        var (opCode, function) = isFold ? (OpCode.FoldLanes, (byte)draws.Below(2)) : (draws.Of(OpCode.SumLanes, OpCode.MaxLanes), (byte)0);
        IsNaive(Operation(opCode, function, ElementType.F32, shape, [], Read(x, offset, strides[0], strides[1], strides[2], strides[3])), x);
    });

    [Fact]
    public void Fuzz_Moves() => Fuzz.Cases(80, draws =>
    {
        var type = draws.Of(ElementType.F32, ElementType.I32, ElementType.I8);
        var shape = draws.Shape(longest: 300);
        var (x, read) = draws.Reading(type, shape, 1);
        if (draws.OneIn(2))
        {
            IsNaive(Operation(OpCode.Move, 0, type, shape, [], read), x);
            return;
        }

        // The same shape again, or a part of it, behind the first on one axis.
        var axis = draws.Below(4);
        var (y, second) = draws.Reading(type, shape.With(axis, (uint)draws.UpTo((int)shape[axis])), 2);
        var whole = shape.With(axis, shape[axis] + (uint)draws.UpTo((int)shape[axis]));
        var more = whole.With(axis, whole[axis] - shape[axis]);
        if (second.Offset + Enumerable.Range(0, 4).Sum(a => (more[a] - 1) * second.Strides[a]) >= y.Shape.Elements) whole = shape.With(axis, shape[axis] + 1);
        IsNaive(Operation(OpCode.Move, 0, type, whole, [(uint)axis, shape[axis]], read, second), x, y);
    });

    [Fact]
    public void Fuzz_Gather() => Fuzz.Cases(60, draws =>
    {
        var type = draws.Of(ElementType.F32, ElementType.I32, ElementType.I8);
        var shape = draws.Shape(longest: 200);
        var table = draws.Fuzzed(type, draws.UpTo(30), (int)shape.D3);
        // One index for each row mostly; some are outside of the table, on both sides.
        var (indices, read) = draws.Reading(ElementType.I32, draws.OneIn(3) ? shape : shape with { D3 = 1 }, 1);
        if (shape.D3 > 1 && indices.Shape.Elements <= read.Position(new(shape.D0 - 1, shape.D1 - 1, shape.D2 - 1, shape.D3 - 1)))
            read = read with { Strides = read.Strides with { S3 = 0 } };
        for (var e = 0; e < indices.Words.Length; e++) if (e % 7 == 3) indices.Words[e] = unchecked((uint)-(e % 3));
        IsNaive(Operation(OpCode.Gather, 0, type, shape, [], read, Read(table, 0, 0, 0, 0, 0, slot: 2)), indices, table);
    });

    [Fact]
    public void Fuzz_ScatterAdd() => Fuzz.Cases(60, draws =>
    {
        var shape = draws.Shape(longest: 150);
        var tokens = shape with { D2 = (uint)draws.UpTo(40) };
        var (indices, read) = draws.Reading(ElementType.I32, draws.OneIn(4) ? tokens : tokens with { D3 = 1 }, 1);
        if (shape.D3 > 1 && indices.Shape.Elements <= read.Position(new(tokens.D0 - 1, tokens.D1 - 1, tokens.D2 - 1, tokens.D3 - 1)))
            read = read with { Strides = read.Strides with { S3 = 0 } };
        var (gradient, second) = draws.Reading(ElementType.F32, tokens, 2);
        IsNaive(Operation(OpCode.ScatterAdd, 0, ElementType.F32, shape, [tokens.D2], read, second), indices, gradient);
    });

    [Fact]
    public void Fuzz_Random() => Fuzz.Cases(30, draws =>
    {
        var (shape, low, high) = (draws.Shape(longest: 300), (uint)draws.Below(int.MaxValue) << 1, (uint)draws.Below(int.MaxValue) << 1);
        IsNaive(draws.OneIn(2)
            ? Operation(OpCode.Random, 0, ElementType.I32, shape, [low, high])
            : Operation(OpCode.Index, 0, ElementType.I32, shape, [low, high, draws.Of(0u, 1u, (uint)draws.Below(1000), uint.MaxValue)]));
    });

    [Fact]
    public void AShapeOfNothing_IsRefused()
    {
        foreach (var dimensions in (int[][])[[0], [3, 0], [0, 3, 4], [2, 0, 3, 4], [-1]])
        {
            var shape = () => Shape.Of(dimensions);
            shape.Should().Throw<InvariantBrokenException>().WithMessage("Broken invariant: a dimension is at least one");
        }
    }
}
