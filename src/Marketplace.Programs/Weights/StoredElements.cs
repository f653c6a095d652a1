using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Weights;

/// <summary>Elements as files hold them, little-endian and without gaps, turned into words of a tensor.</summary>
/// <remarks>Widening is exact and moves bits only, so that a NaN keeps its payload: who commits to a tensor makes it
/// canonical (F4).</remarks>
public static class StoredElements
{
    // A part of a stream that is decoded at once; a multiple of every element's size.
    private const int Chunk = 1 << 16;

    /// <summary>Bytes of an element.</summary>
    public static int Size(StoredType type) => type switch
    {
        StoredType.I64 => 8,
        StoredType.F32 or StoredType.I32 => 4,
        StoredType.F16 or StoredType.BF16 or StoredType.U16 => 2,
        _ => 1,
    };

    /// <summary>What a tensor holds that was read from such elements.</summary>
    public static ElementType TypeOf(StoredType type) => type switch
    {
        StoredType.F32 or StoredType.F16 or StoredType.BF16 => ElementType.F32,
        StoredType.I8 => ElementType.I8,
        _ => ElementType.I32,
    };

    /// <summary>Reads a whole tensor, a part at a time: its bytes and its words are never held together.</summary>
    /// <exception cref="FormatException">The stream ends early, or an int64 does not fit int32.</exception>
    public static Tensor Read(Stream stream, StoredType type, Shape shape, string name)
    {
        var elements = new uint[shape.Elements];
        var buffer = new byte[(int)Math.Min(Chunk, shape.Elements * Size(type))];
        for (var done = 0; done < elements.Length;)
        {
            var count = Math.Min(buffer.Length / Size(type), elements.Length - done);
            var bytes = buffer.AsSpan(0, count * Size(type));
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw new FormatException($"The file ends inside the tensor {name}.");
            Decode(type, bytes, elements.AsSpan(done, count), name);
            done += count;
        }

        return Packed(TypeOf(type), shape, elements);
    }

    /// <summary>One word for each element; i8 is sign-extended, not packed.</summary>
    /// <param name="name">Of the tensor, for the refusal.</param>
    /// <exception cref="FormatException">An int64 does not fit int32.</exception>
    public static void Decode(StoredType type, ReadOnlySpan<byte> bytes, Span<uint> words, string name)
    {
        if (type is StoredType.F32 or StoredType.I32 && BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(words));
            return;
        }

        var size = Size(type);
        for (var i = 0; i < words.Length; i++) words[i] = Word(type, bytes.Slice(i * size, size), name);
    }

    /// <summary>binary16 to binary32: every value has one, subnormals too.</summary>
    public static uint FromHalf(ushort half)
    {
        var sign = (uint)(half >> 15) << 31;
        var exponent = (uint)(half >> 10) & 0x1f;
        var fraction = (uint)half & 0x3ff;
        if (exponent == 0x1f) return sign | 0x7f800000 | fraction << 13;
        if (exponent != 0) return sign | (exponent + 112) << 23 | fraction << 13;
        // A subnormal is fraction · 2^-24, which binary32 holds as a normal number: an exact product.
        return sign | BitConverter.SingleToUInt32Bits(fraction * (1f / (1 << 24)));
    }

    private static uint Word(StoredType type, ReadOnlySpan<byte> element, string name) => type switch
    {
        StoredType.F32 or StoredType.I32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
        StoredType.F16 => FromHalf(BinaryPrimitives.ReadUInt16LittleEndian(element)),
        StoredType.BF16 => (uint)BinaryPrimitives.ReadUInt16LittleEndian(element) << 16,
        StoredType.I64 => Narrow(BinaryPrimitives.ReadInt64LittleEndian(element), name),
        StoredType.I8 => unchecked((uint)(sbyte)element[0]),
        StoredType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(element),
        _ => element[0],
    };

    private static uint Narrow(long value, string name) => value is >= int.MinValue and <= int.MaxValue
        ? unchecked((uint)(int)value)
        : throw new FormatException($"The tensor {name} holds {value}, which is no int32.");

    private static Tensor Packed(ElementType type, Shape shape, uint[] elements)
    {
        if (type != ElementType.I8) return new Tensor(type, shape, elements);
        var tensor = new Tensor(type, shape);
        Int8Words.Pack(elements, tensor.Columns, tensor.Words);
        return tensor;
    }
}
