using System.Collections.Immutable;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.World.Synthetic;

namespace Marketplace.Scenarios.Tests.Segments;

/// <summary>What can be disputed, one by one: operators, and the two functions and types that are computed otherwise.</summary>
public enum OperationKind
{
    MatMul,
    Int8MatMul,
    SumLanes,
    MaxLanes,
    FoldAdd,
    FoldMax,
    Map,
    Move,
    Concatenation,
    Gather,
    Index,
    Random,
    ScatterAdd,
}

/// <summary>Random operations of any shape that a program may contain, on operands that are read by any rule of B4, and a
/// random unit of a random element of each.</summary>
/// <param name="depth">D, at least 1: slot numbers are below 2^(D + 1), and a Map has up to four.</param>
internal sealed class RandomOperation(Draws draws, int depth)
{
    private readonly HashSet<int> _taken = [];
    private readonly int _output = draws.Below(1 << (depth + 1));

    public LargeOperation Next(OperationKind kind)
    {
        var operation = Descriptor(kind);
        var (row, column) = (Long(operation.Shape.Rows), Long(operation.Shape.Columns));
        var perLeaf = operation.Type == ElementType.I8 ? TensorLeaves.Size : TensorLeaves.Words;
        var leaf = row * TensorLeaves.PerRow(operation.Shape.WordsPerRow(operation.Type)) + column / perLeaf;
        var units = Operators.Chain.Units(operation, row * operation.Shape.Columns + column);
        return new LargeOperation(kind.ToString(), operation, leaf, (int)(column % perLeaf), Long(units));
    }

    private Descriptor Descriptor(OperationKind kind)
    {
        switch (kind)
        {
            case OperationKind.MatMul:
                return Product(ElementType.F32, ElementType.F32, Columns());
            case OperationKind.Int8MatMul:
                return Product(ElementType.I8, ElementType.I32, Columns());
            case OperationKind.SumLanes or OperationKind.MaxLanes:
                var lanes = Shape(Operators.Chain.Lanes);
                return new(
                    kind == OperationKind.SumLanes ? OpCode.SumLanes : OpCode.MaxLanes, 0, ElementType.F32, _output, lanes, [],
                    [Rows(ElementType.F32, lanes with { D3 = 1 }, Columns())]);
            case OperationKind.FoldAdd or OperationKind.FoldMax:
                var folded = Shape(Columns());
                var function = kind == OperationKind.FoldAdd ? FoldFunction.Add : FoldFunction.Max;
                return new(OpCode.FoldLanes, function, ElementType.F32, _output, folded, [], [Rows(ElementType.F32, folded, Operators.Chain.Lanes)]);
            case OperationKind.Map:
                return Map(MapFunction.All[draws.Below(MapFunction.All.Length)]);
            case OperationKind.Move:
                var (type, moved) = (AnyType(), Shape(Columns()));
                return new(OpCode.Move, 0, type, _output, moved, [], [Flat(type, moved)]);
            case OperationKind.Concatenation:
                return Concatenation(AnyType());
            case OperationKind.Gather:
                var gathered = Shape(Columns());
                var table = new Operand(Slot(), ElementType.F32, 1 + draws.Below(100_000), gathered.D3, 0, default);
                return new(OpCode.Gather, 0, ElementType.F32, _output, gathered, [], [Flat(ElementType.I32, gathered), table]);
            case OperationKind.Index:
                return new(OpCode.Index, 0, ElementType.I32, _output, Counted(), [draws.Word(), draws.Word(), 1 + draws.Word() / 2], []);
            case OperationKind.Random:
                return new(OpCode.Random, 0, ElementType.I32, _output, Counted(), [draws.Word(), draws.Word()], []);
            case OperationKind.ScatterAdd:
                var (summed, tokens) = (Shape(Columns()), (uint)(1 + draws.Below(5000)));
                // The token stands in the place of i2.
                var read = summed with { D2 = tokens };
                return new(
                    OpCode.ScatterAdd, 0, ElementType.F32, _output, summed, [tokens],
                    [Flat(ElementType.I32, read), Flat(ElementType.F32, read)]);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    private Descriptor Product(ElementType operands, ElementType output, uint terms)
    {
        var shape = Shape(Columns());
        var a = Rows(operands, shape, terms);
        // A product of a tensor with itself has one slot, opened once.
        var b = draws.Below(8) == 0 ? a : Rows(operands, shape, terms);
        return new(OpCode.MatMul, 0, output, _output, shape, [], [a, b]);
    }

    private Descriptor Map(MapFunction function)
    {
        var shape = Shape(Columns());
        var operands = function.OperandTypes.Select(type => Flat(type, shape)).ToArray();
        if (operands.Length > 1 && operands[0].Type == operands[1].Type && draws.Below(8) == 0) operands[1] = operands[0];
        return new(
            OpCode.Map, function.Code, function.ResultType, _output, shape,
            [.. Enumerable.Range(0, function.ImmediateCount).Select(_ => draws.Wild())], [.. operands]);
    }

    private Descriptor Concatenation(ElementType type)
    {
        var shape = Shape(1 + Columns());
        var axis = Enumerable.Range(0, 4).Where(a => shape[a] > 1).Last();
        var split = (uint)(1 + Long(shape[axis] - 1));
        return new(
            OpCode.Move, 0, type, _output, shape, [(uint)axis, split],
            [Flat(type, shape.With(axis, split)), Flat(type, shape.With(axis, shape[axis] - split))]);
    }

    /// <summary>An operand whose rows are read: by MatMul, lanes and FoldLanes.</summary>
    private Operand Rows(ElementType type, Shape read, uint columns)
    {
        var (offset, strides, last) = Rule(read);
        return new(Slot(), type, last + 1 + draws.Below(3), columns, offset, strides);
    }

    /// <summary>An operand of which single elements are read.</summary>
    private Operand Flat(ElementType type, Shape read)
    {
        var (offset, strides, last) = Rule(read);
        var columns = Columns();
        return new(Slot(), type, last / columns + 1 + draws.Below(3), columns, offset, strides);
    }

    /// <summary>Any affine rule: broadcast along some axes, dense, permuted or with gaps along the others.</summary>
    /// <returns>The last position it reaches, too.</returns>
    private (long Offset, Strides Strides, long Last) Rule(Shape read)
    {
        long offset = draws.Below(3) == 0 ? draws.Below(1000) : 0;
        // An axis of one, of the lanes too, has no stride.
        var s = Enumerable.Range(0, 4).Select(axis => (read[axis] == 1 ? 0 : draws.Below(4)) switch
        {
            0 => 0L,
            1 => 1L,
            _ => 1 + draws.Below(64),
        }).ToArray();
        var last = offset + Enumerable.Range(0, 4).Sum(axis => (read[axis] - 1L) * s[axis]);
        return (offset, new Strides(s[0], s[1], s[2], s[3]), last);
    }

    private Shape Shape(uint columns) => new(Side(), Side(), Side(), columns);

    /// <summary>Of at most 2^32 − 1 elements: the generator's counter has one word for their number.</summary>
    private Shape Counted()
    {
        while (true)
        {
            var shape = Shape(Columns());
            if (shape.Elements <= uint.MaxValue) return shape;
        }
    }

    private uint Side() => (uint)(draws.Below(3) == 0 ? 1 : 1 + draws.Below(1 << draws.Below(11)));

    /// <summary>Around a leaf's length most often.</summary>
    private uint Columns() => (uint)(draws.Below(4) switch
    {
        0 => 1 + draws.Below(64),
        1 => 64 * (1 + draws.Below(8)) + draws.Below(3),
        2 => 256 * (1 + draws.Below(8)) - draws.Below(3),
        _ => 1 + draws.Below(9000),
    });

    private ElementType AnyType() => draws.Below(3) switch { 0 => ElementType.I32, 1 => ElementType.I8, _ => ElementType.F32 };

    /// <summary>Another one for each operand: two tensors are not in one slot.</summary>
    private int Slot()
    {
        while (true)
        {
            var slot = draws.Below(1 << (depth + 1));
            if (_taken.Add(slot)) return slot;
        }
    }

    private long Long(long below) => (long)((((UInt128)draws.Word() << 32 | draws.Word()) * (UInt128)below) >> 64);
}
