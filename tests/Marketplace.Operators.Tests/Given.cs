using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Operators.Tests;

/// <summary>Short words for the cases of the conformance suite.</summary>
public static class Given
{
    private static readonly uint[] Specials =
    [
        0x00000000, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000, 0x7f800001,
        0x00000001, 0x807fffff, 0x00800000, 0x7f7fffff, 0xff7fffff, 0x3f800000, 0xbf800000, 0x3f7fffff, 0x4b800000,
    ];

    /// <summary>Mostly ordinary numbers of both signs and many sizes; every fifth is special, NaNs of other
    /// forms included.</summary>
    public static Tensor Floats(ulong seed, params int[] dimensions)
    {
        var tensor = new Tensor(ElementType.F32, Shape.Of(dimensions));
        for (var e = 0; e < tensor.Words.Length; e++)
        {
            var word = Philox.Word(seed, (uint)e, 0, 0);
            tensor.Words[e] = word % 5 == 0 ? Specials[(word >> 8) % 16] : Ordinary(word);
        }

        return tensor;
    }

    /// <summary>Ordinary numbers only, so that long chains stay numbers.</summary>
    public static Tensor OrdinaryFloats(ulong seed, params int[] dimensions)
    {
        var tensor = new Tensor(ElementType.F32, Shape.Of(dimensions));
        for (var e = 0; e < tensor.Words.Length; e++) tensor.Words[e] = Ordinary(Philox.Word(seed, (uint)e, 1, 0));
        return tensor;
    }

    public static Tensor Ints(ulong seed, int below, params int[] dimensions)
    {
        var tensor = new Tensor(ElementType.I32, Shape.Of(dimensions));
        for (var e = 0; e < tensor.Words.Length; e++) tensor.Words[e] = Philox.Word(seed, (uint)e, 2, 0) % (uint)below;
        return tensor;
    }

    /// <summary>Bytes of all kinds, the ends often.</summary>
    public static Tensor Int8s(ulong seed, params int[] dimensions)
    {
        var shape = Shape.Of(dimensions);
        sbyte[] ends = [sbyte.MinValue, -127, -1, 0, 1, sbyte.MaxValue];
        var values = new sbyte[shape.Elements];
        for (var e = 0; e < values.Length; e++)
        {
            var word = Philox.Word(seed, (uint)e, 3, 0);
            values[e] = word % 4 == 0 ? ends[(word >> 8) % 6] : (sbyte)(word >> 8);
        }

        return Tensor.Int8s(shape, values);
    }

    public static Operand Read(Tensor tensor, long offset, long s0, long s1, long s2, long s3, int slot = 1) =>
        new(slot, tensor.Type, tensor.Shape.Rows, tensor.Columns, offset, new Strides(s0, s1, s2, s3));

    public static Descriptor Operation(OpCode opCode, byte function, ElementType type, Shape shape, uint[] attributes, params Operand[] operands) =>
        new(opCode, function, type, 7, shape, ImmutableArray.Create(attributes), ImmutableArray.Create(operands));

    private static uint Ordinary(uint word) => (word & 0x807fffff) | (112 + (word >> 23) % 24) << 23;
}
