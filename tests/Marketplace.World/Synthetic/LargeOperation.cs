using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.World.Synthetic;

/// <summary>An operation on large tensors, and the unit of it that is proved.</summary>
/// <remarks>The operands lie in different halves of a slot tree of D = 12, which is the longest opening there is.</remarks>
/// <param name="Leaf">Of the output.</param>
/// <param name="Element">In the leaf.</param>
public sealed record LargeOperation(string Name, Descriptor Operation, long Leaf, int Element, long Unit)
{
    public const int Depth = 12;

    private const int SlotA = 5;
    private const int SlotB = (1 << Depth) + 7;
    private const int Output = SlotB + 1;
    private const uint Short = 1 << 12;
    private const uint Long = 1 << 21;

    public bool IsOneUnit => Operators.Chain.Units(Operation, Flat) == 1;

    /// <summary>The flat number of the element.</summary>
    public long Flat
    {
        get
        {
            var perRow = TensorLeaves.PerRow(Operation.Shape.WordsPerRow(Operation.Type));
            var perLeaf = Operation.Type == ElementType.I8 ? TensorLeaves.Size : TensorLeaves.Words;
            return Leaf / perRow * Operation.Shape.Columns + Leaf % perRow * perLeaf + Element;
        }
    }

    /// <summary>4,096 × 4,096 by 2,097,152 × 4,096: operand trees of depths 18 and 27, 64 units.</summary>
    public static LargeOperation Product { get; } = new("", MatMul(ElementType.F32, ElementType.F32, Short), 123_456_789, 37, 45);

    /// <summary>The others, each with operand trees that deep.</summary>
    public static IReadOnlyList<LargeOperation> Others { get; } =
    [
        // Rows of 16,384 bytes: 64 leaves, as of 4,096 floats.
        new(" of an i8 product", MatMul(ElementType.I8, ElementType.I32, 4 * Short), 123_456_789, 37, 45),
        new(
            " of a ScatterAdd",
            new Descriptor(
                OpCode.ScatterAdd, 0, ElementType.F32, Output, new Shape(1, 1, 50_000, Short), [Long],
                [
                    new Operand(SlotA, ElementType.I32, Long / 8, 8, 0, new Strides(0, 0, 1, 0)),
                    new Operand(SlotB, ElementType.F32, Long, Short, 0, new Strides(0, 0, Short, 1)),
                ]),
            3_456_789, 37, 1_234_567),
        new(
            " of toI8",
            new Descriptor(
                OpCode.Map, MapCode.ToI8, ElementType.I8, Output, new Shape(1, 1, Long, Short), [],
                [new Operand(SlotA, ElementType.F32, Long, Short, 0, new Strides(0, 0, Short, 1))]),
            12_345_678, 137, 0),
        new(
            " of fromI8",
            new Descriptor(
                OpCode.Map, MapCode.FromI8, ElementType.F32, Output, new Shape(1, 1, Long, 4 * Short), [],
                [new Operand(SlotA, ElementType.I8, Long, 4 * Short, 0, new Strides(0, 0, 4 * Short, 1))]),
            123_456_789, 37, 0),
    ];

    /// <summary>A Map of four parameter matrices of 4,096 × 4,096, whose paths meet as high up as four can: the operator
    /// that opens most.</summary>
    public static LargeOperation Dearest { get; } = new(
        " of a Map of four",
        new Descriptor(
            OpCode.Map, MapCode.AdamWUpdate, ElementType.F32, Output, new Shape(1, 1, Short, Short), [0x3c23d70a],
            [Parameter(SlotA), Parameter(SlotB), Parameter(SlotA + (1 << 11)), Parameter(SlotA + (1 << 10))]),
        234_567, 37, 0);

    private static Operand Parameter(int slot) =>
        new(slot, ElementType.F32, Short, Short, 0, new Strides(0, 0, Short, 1));

    private static Descriptor MatMul(ElementType operands, ElementType output, uint inner) => new(
        OpCode.MatMul, 0, output, Output, new Shape(1, 1, Short, Long), [],
        [
            new Operand(SlotA, operands, Short, inner, 0, new Strides(0, 0, 1, 0)),
            new Operand(SlotB, operands, Long, inner, 0, new Strides(0, 0, 0, 1)),
        ]);
}
