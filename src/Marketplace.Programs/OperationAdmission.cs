using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>An operation by itself: what its opcode demands of its parts, and that no position leaves an
/// operand (B4, O5).</summary>
internal static class OperationAdmission
{
    private const long FieldLimit = 1L << 40;

    public static AdmissionReason? Check(Descriptor op)
    {
        if (!Enum.IsDefined(op.OpCode)) return AdmissionReason.UnknownOpcode;
        if (!Enum.IsDefined(op.Type) || op.Operands.Any(o => !Enum.IsDefined(o.Type)))
            return AdmissionReason.UnknownType;
        if (!op.Shape.IsAdmissible) return AdmissionReason.WrongOutputShape;
        if (op.Slot is < 0 or > ushort.MaxValue || op.Operands.Any(o => !HasFields(o)))
            return AdmissionReason.FieldTooLarge;
        return op.OpCode switch
        {
            OpCode.MatMul => MatMul(op),
            OpCode.SumLanes or OpCode.MaxLanes => Lanes(op),
            OpCode.FoldLanes => Fold(op),
            OpCode.Map => Map(op),
            OpCode.Move => Move(op),
            OpCode.Gather => Gather(op),
            OpCode.ScatterAdd => ScatterAdd(op),
            _ => Random(op),
        };
    }

    private static AdmissionReason? MatMul(Descriptor op) =>
        Parts(op, operands: 2, attributes: 0) ?? (op.IsInt8Product ? Int8Product(op) : AllFloats(op))
        ?? When(op.Operands[0].Columns != op.Operands[1].Columns, AdmissionReason.UnequalDepths)
        ?? Rows(op, op.Operands[0]) ?? Rows(op, op.Operands[1]);

    private static AdmissionReason? Int8Product(Descriptor op) =>
        When(op.Type != ElementType.I32, AdmissionReason.WrongOutputType)
        ?? When(op.Operands[1].Type != ElementType.I8, AdmissionReason.WrongOperandType)
        ?? When(op.Operands[0].Columns > Chain.MaxInt8Depth, AdmissionReason.TooDeep);

    private static AdmissionReason? Lanes(Descriptor op) =>
        Parts(op, operands: 1, attributes: 0) ?? AllFloats(op)
        ?? When(op.Shape.D3 != Chain.Lanes || op.Operands[0].Strides.S3 != 0, AdmissionReason.WrongLanes)
        ?? Rows(op, op.Operands[0]);

    private static AdmissionReason? Fold(Descriptor op) =>
        Parts(op, operands: 1, attributes: 0, functions: 2) ?? AllFloats(op)
        ?? When(op.Operands[0].Columns != Chain.Lanes, AdmissionReason.WrongLanes)
        ?? Rows(op, op.Operands[0]);

    private static AdmissionReason? Map(Descriptor op)
    {
        if (!MapFunction.TryByCode(op.Function, out var function)) return AdmissionReason.UnknownFunction;
        if (op.Operands.Length != function.OperandTypes.Length) return AdmissionReason.WrongOperandCount;
        if (op.Attributes.Length != function.ImmediateCount) return AdmissionReason.WrongAttributeCount;
        if (op.Type != function.ResultType) return AdmissionReason.WrongOutputType;
        for (var i = 0; i < op.Operands.Length; i++)
        {
            if (op.Operands[i].Type != function.OperandTypes[i]) return AdmissionReason.WrongOperandType;
            if (Flat(op.Shape, op.Operands[i]) is { } fault) return fault;
        }

        return null;
    }

    private static AdmissionReason? Move(Descriptor op)
    {
        if (op.Function != 0) return AdmissionReason.UnknownFunction;
        if (op.Operands.Length is < 1 or > 2) return AdmissionReason.WrongOperandCount;
        if (op.Attributes.Length != (op.IsConcatenation ? 2 : 0)) return AdmissionReason.WrongAttributeCount;
        if (op.Operands.Any(o => o.Type != op.Type)) return AdmissionReason.WrongOperandType;
        if (!op.IsConcatenation) return Flat(op.Shape, op.Operands[0]);

        var (axis, split) = (op.Attributes[0], op.Attributes[1]);
        if (axis >= Shape.MaxRank || split == 0 || split >= op.Shape[(int)axis]) return AdmissionReason.WrongSplit;
        return Flat(op.Shape.With((int)axis, split), op.Operands[0])
            ?? Flat(op.Shape.With((int)axis, op.Shape[(int)axis] - split), op.Operands[1]);
    }

    private static AdmissionReason? Gather(Descriptor op)
    {
        if (Parts(op, operands: 2, attributes: 0) is { } fault) return fault;
        var (indices, table) = (op.Operands[0], op.Operands[1]);
        if (indices.Type != ElementType.I32 || table.Type != op.Type) return AdmissionReason.WrongOperandType;
        if (table.Columns != op.Shape.D3 || table.Offset != 0 || table.Strides != default)
            return AdmissionReason.WrongTable;
        return Flat(op.Shape, indices);
    }

    private static AdmissionReason? ScatterAdd(Descriptor op)
    {
        if (Parts(op, operands: 2, attributes: 1) is { } fault) return fault;
        if (op.Type != ElementType.F32) return AdmissionReason.WrongOutputType;
        if (op.Operands[0].Type != ElementType.I32 || op.Operands[1].Type != ElementType.F32)
            return AdmissionReason.WrongOperandType;
        if (op.Attributes[0] == 0) return AdmissionReason.NoTokens;
        // The token's number stands in the place of i2 (B4).
        var places = op.Shape.With(2, op.Attributes[0]);
        return Flat(places, op.Operands[0]) ?? Flat(places, op.Operands[1]);
    }

    /// <summary>Index, and Random without n.</summary>
    private static AdmissionReason? Random(Descriptor op)
    {
        if (Parts(op, operands: 0, attributes: op.OpCode == OpCode.Index ? 3 : 2) is { } fault) return fault;
        if (op.Type != ElementType.I32) return AdmissionReason.WrongOutputType;
        // The counter holds the element's number in 32 bits.
        return op.Shape.Elements > uint.MaxValue ? AdmissionReason.TooManyIndices : null;
    }

    private static AdmissionReason? Parts(Descriptor op, int operands, int attributes, int functions = 1)
    {
        if (op.Function >= functions) return AdmissionReason.UnknownFunction;
        if (op.Operands.Length != operands) return AdmissionReason.WrongOperandCount;
        return op.Attributes.Length != attributes ? AdmissionReason.WrongAttributeCount : null;
    }

    private static AdmissionReason? AllFloats(Descriptor op)
    {
        if (op.Type != ElementType.F32) return AdmissionReason.WrongOutputType;
        return op.Operands.Any(o => o.Type != ElementType.F32) ? AdmissionReason.WrongOperandType : null;
    }

    private static AdmissionReason? When(bool wrong, AdmissionReason reason) => wrong ? reason : null;

    private static bool HasFields(Operand o)
    {
        if (o.Slot is < 0 or > ushort.MaxValue) return false;
        if (o.Rows is < 0 or > uint.MaxValue || o.Columns is < 0 or > uint.MaxValue) return false;
        if (o.Offset is < 0 or >= FieldLimit) return false;
        for (var axis = 0; axis < Shape.MaxRank; axis++)
        {
            if (o.Strides[axis] is < 0 or >= FieldLimit) return false;
        }

        return true;
    }

    private static AdmissionReason? Rows(Descriptor op, Operand o) => Bounds(op.Shape, o, (UInt128)o.Rows);

    private static AdmissionReason? Flat(Shape indices, Operand o) =>
        Bounds(indices, o, (UInt128)o.Rows * (UInt128)o.Columns);

    /// <summary>Strides are not negative, so the largest position is that of the last element.</summary>
    private static AdmissionReason? Bounds(Shape indices, Operand o, UInt128 limit)
    {
        // Below 2^40 + 4 · 2^32 · 2^40: no overflow.
        var last = (UInt128)o.Offset;
        for (var axis = 0; axis < Shape.MaxRank; axis++)
            last += (UInt128)(indices[axis] - 1) * (UInt128)o.Strides[axis];
        return last < limit ? null : AdmissionReason.OutOfBounds;
    }
}
