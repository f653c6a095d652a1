using System.Collections.Immutable;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Operators;

/// <summary>What an element's chain consists of: its units, its terms and the leaves that hold them (section
/// 3, B4, D2).</summary>
/// <remarks>Only shapes are asked, never contents, but for the row that a Gather reads.</remarks>
public static class Chain
{
    /// <summary>Lanes of SumLanes, MaxLanes and FoldLanes.</summary>
    public const int Lanes = 32;

    /// <summary>The largest K of a product of i8: 131,071 · 128² is below 2^31 (F8).</summary>
    public const int MaxInt8Depth = 131_071;

    /// <summary>acc0: −inf for MaxLanes, else +0 (O5).</summary>
    public static uint Initial(OpCode opCode) => opCode == OpCode.MaxLanes ? 0xff800000 : 0;

    /// <summary>How many units the chain of an element has, at least 1.</summary>
    public static long Units(Descriptor op, long element) => op.OpCode switch
    {
        OpCode.MatMul => TensorLeaves.PerRow(op.Operands[0].WordsPerRow),
        OpCode.SumLanes or OpCode.MaxLanes => Math.Max(1, (LaneTerms(op, element) + 1) / 2),
        OpCode.ScatterAdd => op.Attributes[0],
        _ => 1,
    };

    /// <summary>How many terms the chain has; a lane past the columns has none.</summary>
    public static long Terms(Descriptor op, long element) => op.OpCode switch
    {
        OpCode.MatMul => op.Operands[0].Columns,
        OpCode.SumLanes or OpCode.MaxLanes => LaneTerms(op, element),
        OpCode.ScatterAdd => op.Attributes[0],
        _ => 1,
    };

    /// <summary>How many terms unit <paramref name="unit"/> holds: 64 of MatMul, 256 of i8, 2 of lanes, fewer in the
    /// last.</summary>
    public static int TermsInUnit(Descriptor op, long element, long unit)
    {
        var perUnit = TermsPerUnit(op);
        return (int)Math.Clamp(Terms(op, element) - unit * perUnit, 0, perUnit);
    }

    public static int TermsPerUnit(Descriptor op) => op.OpCode switch
    {
        OpCode.MatMul when op.IsInt8Product => Int8MatMulLaw.TermsPerUnit,
        OpCode.MatMul => TensorLeaves.Words,
        OpCode.SumLanes or OpCode.MaxLanes => TensorLeaves.Words / Lanes,
        _ => 1,
    };

    /// <summary>The leaves that one unit of an element reads, in the order of a witness (B12).</summary>
    /// <param name="tableRow">Of a Gather, the index that the first operand holds there, read as unsigned;
    /// else unused.</param>
    public static ImmutableArray<OperandLeaf> Leaves(Descriptor op, long element, long unit, uint tableRow = 0)
    {
        Invariant.That(unit >= 0 && unit < Units(op, element), "the unit is one of the chain's");
        var index = op.Shape.Index(element);
        switch (op.OpCode)
        {
            case OpCode.MatMul:
            case OpCode.SumLanes:
            case OpCode.MaxLanes:
            case OpCode.FoldLanes:
                var first = unit * (op.IsInt8Product ? Int8MatMulLaw.TermsPerUnit : TensorLeaves.Words);
                return [.. op.Operands.Select((o, i) => OperandLeaf.InRow(i, o, o.Position(index), first))];
            case OpCode.ScatterAdd:
                var token = index with { I2 = unit };
                return [.. op.Operands.Select((o, i) => OperandLeaf.Flat(i, o, o.Position(token)))];
            case OpCode.Map:
                return [.. op.Operands.Select((o, i) => OperandLeaf.Flat(i, o, o.Position(index)))];
            case OpCode.Move:
                var (read, place) = MoveSource(op, index);
                return [OperandLeaf.Flat(read, op.Operands[read], place)];
            case OpCode.Gather:
                var (indices, table) = (op.Operands[0], op.Operands[1]);
                return
                [
                    OperandLeaf.Flat(0, indices, indices.Position(index)),
                    tableRow < table.Rows
                        ? OperandLeaf.InRow(1, table, tableRow, index.I3)
                        : OperandLeaf.None(1, table),
                ];
            default:
                return [];
        }
    }

    /// <summary>Which operand a Move's element comes from, and at which flat element of it.</summary>
    public static (int Operand, long Position) MoveSource(Descriptor op, ElementIndex index)
    {
        if (!op.IsConcatenation) return (0, op.Operands[0].Position(index));
        var (axis, split) = ((int)op.Attributes[0], op.Attributes[1]);
        return index[axis] < split
            ? (0, op.Operands[0].Position(index))
            : (1, op.Operands[1].Position(index.Lowered(axis, split)));
    }

    private static long LaneTerms(Descriptor op, long element)
    {
        var lane = element % Lanes;
        var columns = op.Operands[0].Columns;
        return columns <= lane ? 0 : (columns - lane + Lanes - 1) / Lanes;
    }
}

/// <summary>A leaf of an operand's tensor.</summary>
/// <param name="Operand">The operand's number in the descriptor.</param>
/// <param name="Row">−1 if no leaf is read (a Gather outside its table).</param>
/// <param name="Column">The first column that is read there.</param>
/// <param name="Leaf">The leaf's number in the tensor, −1 if none is read.</param>
public readonly record struct OperandLeaf(int Operand, int Slot, long Row, long Column, long Leaf)
{
    public bool IsRead => Leaf >= 0;

    internal static OperandLeaf InRow(int number, Operand o, long row, long column) =>
        new(number, o.Slot, row, column, TensorLeaves.Number(row, Word(o, column), o.WordsPerRow));

    internal static OperandLeaf Flat(int number, Operand o, long position) =>
        InRow(number, o, position / o.Columns, position % o.Columns);

    private static long Word(Operand o, long column) =>
        o.Type == ElementType.I8 ? column / Int8Words.PerWord : column;

    internal static OperandLeaf None(int number, Operand o) => new(number, o.Slot, -1, -1, -1);
}
