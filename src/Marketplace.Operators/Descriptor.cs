using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Operators;

/// <summary>One operation of a program: what it computes, from which slots, into which slot (B4).</summary>
/// <param name="Function">Of Map its code, of FoldLanes add or max, else 0.</param>
/// <param name="Type">Of the output.</param>
/// <param name="Slot">The output's global slot number.</param>
/// <param name="Shape">Of the output.</param>
/// <param name="Attributes">Words: immediates of Map; (axis, split) of a concatenation; (seed low, seed
/// high, n) of Index, without n of Random; (n) of ScatterAdd.</param>
public sealed record Descriptor(
    OpCode OpCode,
    byte Function,
    ElementType Type,
    int Slot,
    Shape Shape,
    ImmutableArray<uint> Attributes,
    ImmutableArray<Operand> Operands)
{
    /// <summary>A Move of two operands (B4).</summary>
    public bool IsConcatenation => OpCode == OpCode.Move && Operands.Length == 2;

    /// <summary>A product of i8 with i8 (F8).</summary>
    public bool IsInt8Product => OpCode == OpCode.MatMul && Operands[0].Type == ElementType.I8;

    /// <summary>H(0x00 ‖ bytes): the leaf under the phase root (C4).</summary>
    public Hash32 Leaf
    {
        get
        {
            var bytes = Encode();
            Span<byte> prefixed = stackalloc byte[1 + bytes.Length];
            prefixed[0] = 0;
            bytes.CopyTo(prefixed[1..]);
            return Keccak.Hash(prefixed);
        }
    }

    /// <summary>The descriptor's bytes (B4).</summary>
    public byte[] Encode() => DescriptorBytes.Write(this);

    /// <summary>Reads exactly the bytes that <see cref="Encode"/> writes.</summary>
    /// <exception cref="FormatException">Another length, an unknown opcode or type, more than 16 attributes
    /// or operands.</exception>
    public static Descriptor Decode(ReadOnlySpan<byte> bytes) => DescriptorBytes.Read(bytes);

    public bool Equals(Descriptor? other) =>
        other is not null && OpCode == other.OpCode && Function == other.Function && Type == other.Type
        && Slot == other.Slot && Shape == other.Shape
        && Attributes.SequenceEqual(other.Attributes) && Operands.SequenceEqual(other.Operands);

    public override int GetHashCode() => HashCode.Combine(OpCode, Function, Slot, Shape, Operands.Length);
}
