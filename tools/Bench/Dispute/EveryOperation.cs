using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.World.Synthetic;

namespace Marketplace.Bench.Dispute;

/// <summary>Every operator and every function of Map, on operands of 4,096 × 4,096: trees of 18 levels (f32), in slots whose
/// paths meet as high up as they can.</summary>
public static class EveryOperation
{
    /// <summary>D.</summary>
    public const int Depth = 12;

    private const uint Side = 4_096;
    private const int Output = (1 << Depth) + 8;
    private static readonly int[] s_slots = [5, (1 << Depth) + 7, 5 + (1 << 11), 5 + (1 << 10)];

    /// <summary>Each disputed in the middle of everything.</summary>
    public static IEnumerable<LargeOperation> All =>
    [
        Rows("MatMul f32", OpCode.MatMul, ElementType.F32, new Shape(1, 1, Side, Side), ElementType.F32, Side, 2),
        Rows("MatMul i8", OpCode.MatMul, ElementType.I32, new Shape(1, 1, Side, Side), ElementType.I8, 4 * Side, 2),
        Rows("SumLanes", OpCode.SumLanes, ElementType.F32, new Shape(1, 1, Side, 32), ElementType.F32, Side, 1),
        Rows("MaxLanes", OpCode.MaxLanes, ElementType.F32, new Shape(1, 1, Side, 32), ElementType.F32, Side, 1),
        .. Enumerable.Range(0, 2).Select(f => Fold((byte)f)),
        .. MapFunction.All.Select(Map),
        Flat("Move", OpCode.Move, [], Operand(0, ElementType.F32)),
        Flat("Gather", OpCode.Gather, [],
            new Operand(s_slots[0], ElementType.I32, Side, Side, 0, new Strides(0, 0, 1, 0)),
            new Operand(s_slots[1], ElementType.F32, Side, Side, 0, default)),
        Flat("ScatterAdd", OpCode.ScatterAdd, [Side],
            new Operand(s_slots[0], ElementType.I32, Side, Side, 0, new Strides(0, 0, 1, 0)),
            new Operand(s_slots[1], ElementType.F32, Side, Side, 0, new Strides(0, 0, Side, 1))),
        Flat("Index", OpCode.Index, [0x1234567, 0x89abcde, 60_000], ElementType.I32),
        Flat("Random", OpCode.Random, [0x1234567, 0x89abcde], ElementType.I32),
    ];

    private static LargeOperation Rows(
        string name, OpCode code, ElementType output, Shape shape, ElementType operands, uint columns, int count)
    {
        Strides[] strides = [new(0, 0, 1, 0), new(0, 0, 0, 1)];
        var read = Enumerable.Range(0, count).Select(o => new Operand(s_slots[o], operands, Side, columns, 0, strides[o]));
        return Of(name, new Descriptor(code, 0, output, Output, shape, [], [.. read]), 37 % (int)shape.D3);
    }

    private static LargeOperation Fold(byte function) => Of(
        $"FoldLanes {(function == 0 ? "add" : "max")}",
        new Descriptor(
            OpCode.FoldLanes, function, ElementType.F32, Output, new Shape(1, 1, 1, 64 * Side), [],
            [new Operand(s_slots[0], ElementType.F32, 64 * Side, 32, 0, new Strides(0, 0, 0, 1))]),
        37);

    private static LargeOperation Map(MapFunction f) => Of(
        $"Map {f.Name}",
        new Descriptor(
            OpCode.Map, f.Code, f.ResultType, Output, new Shape(1, 1, Side, Side),
            [.. Enumerable.Range(0, f.ImmediateCount).Select(_ => 0x3c23d70au)],
            [.. f.OperandTypes.Select((type, o) => Operand(o, type))]),
        37);

    private static LargeOperation Flat(string name, OpCode code, uint[] attributes, params Operand[] operands) =>
        Flat(name, code, attributes, ElementType.F32, operands);

    private static LargeOperation Flat(string name, OpCode code, uint[] attributes, ElementType type, params Operand[] operands) =>
        Of(name, new Descriptor(code, 0, type, Output, new Shape(1, 1, Side, Side), [.. attributes], [.. operands]), 37);

    private static LargeOperation Of(string name, Descriptor operation, int element)
    {
        var leaves = Merkle.TensorLeaves.Count(operation.Shape.Rows, operation.Shape.WordsPerRow(operation.Type));
        var large = new LargeOperation(name, operation, leaves / 2 + leaves / 3, element, 0);
        return large with { Unit = Operators.Chain.Units(operation, large.Flat) * 2 / 3 };
    }

    private static Operand Operand(int number, ElementType type) =>
        new(s_slots[number], type, Side, Side, 0, new Strides(0, 0, Side, 1));
}
