using System.Buffers.Binary;
using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Operators;

/// <summary>A descriptor's bytes (B4): big-endian, one writing for each descriptor.</summary>
internal static class DescriptorBytes
{
    private const int HeadSize = 23;
    private const int AttributeSize = 4;
    private const int OperandSize = 36;
    private const int MaxParts = 16;

    public static byte[] Write(Descriptor op)
    {
        Invariant.That(op.Operands.Length <= MaxParts && op.Attributes.Length <= MaxParts, "a descriptor is short");
        var bytes = new byte[HeadSize + AttributeSize * op.Attributes.Length + OperandSize * op.Operands.Length];
        var writer = new Writer(bytes);
        writer.Put((ulong)op.OpCode, 1);
        writer.Put(op.Function, 1);
        writer.Put((ulong)op.Type, 1);
        writer.Put((ulong)op.Operands.Length, 1);
        writer.Put((ulong)op.Attributes.Length, 1);
        writer.Put((ulong)op.Slot, 2);
        for (var axis = 0; axis < Shape.MaxRank; axis++) writer.Put(op.Shape[axis], 4);
        foreach (var attribute in op.Attributes) writer.Put(attribute, 4);
        foreach (var operand in op.Operands)
        {
            writer.Put((ulong)operand.Slot, 2);
            writer.Put((ulong)operand.Type, 1);
            writer.Put((ulong)operand.Rows, 4);
            writer.Put((ulong)operand.Columns, 4);
            writer.Put((ulong)operand.Offset, 5);
            for (var axis = 0; axis < Shape.MaxRank; axis++) writer.Put((ulong)operand.Strides[axis], 5);
        }

        return bytes;
    }

    public static Descriptor Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadSize) throw new FormatException("A descriptor is cut off in its head.");
        var reader = new Reader(bytes);
        var opCode = (OpCode)reader.Take(1);
        if (!Enum.IsDefined(opCode)) throw new FormatException($"There is no opcode {(byte)opCode}.");
        var function = (byte)reader.Take(1);
        var type = ReadType(ref reader);
        var operandCount = (int)reader.Take(1);
        var attributeCount = (int)reader.Take(1);
        if (operandCount > MaxParts || attributeCount > MaxParts)
            throw new FormatException("A descriptor has too many parts.");
        var size = HeadSize + AttributeSize * attributeCount + OperandSize * operandCount;
        if (bytes.Length != size) throw new FormatException($"This descriptor has {size} bytes, not {bytes.Length}.");

        var slot = (int)reader.Take(2);
        var shape = new Shape((uint)reader.Take(4), (uint)reader.Take(4), (uint)reader.Take(4), (uint)reader.Take(4));
        var attributes = ImmutableArray.CreateBuilder<uint>(attributeCount);
        for (var i = 0; i < attributeCount; i++) attributes.Add((uint)reader.Take(4));
        var operands = ImmutableArray.CreateBuilder<Operand>(operandCount);
        for (var i = 0; i < operandCount; i++)
        {
            operands.Add(new Operand(
                (int)reader.Take(2), ReadType(ref reader), reader.Take(4), reader.Take(4), reader.Take(5),
                new Strides(reader.Take(5), reader.Take(5), reader.Take(5), reader.Take(5))));
        }

        return new Descriptor(
            opCode, function, type, slot, shape, attributes.MoveToImmutable(), operands.MoveToImmutable());
    }

    private static ElementType ReadType(ref Reader reader)
    {
        var type = (ElementType)reader.Take(1);
        return Enum.IsDefined(type) ? type : throw new FormatException($"There is no element type {(byte)type}.");
    }

    private ref struct Writer(Span<byte> bytes)
    {
        private Span<byte> _rest = bytes;

        public void Put(ulong value, int size)
        {
            Invariant.That(value >> (8 * size) == 0, "a field holds its number");
            Span<byte> whole = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(whole, value);
            whole[^size..].CopyTo(_rest);
            _rest = _rest[size..];
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public long Take(int size)
        {
            long value = 0;
            foreach (var b in _rest[..size]) value = value << 8 | b;
            _rest = _rest[size..];
            return value;
        }
    }
}
