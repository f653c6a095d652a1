using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>The bytes are not the canonical encoding of the types that were promised.</summary>
public sealed class AbiFormatException(string message) : Exception(message);

/// <summary>
/// Reads the one canonical form and nothing else: padding is zero, offsets follow each other without gap or overlap,
/// no byte is left over. So every byte is read once, and what is decoded encodes to the same bytes again.
/// </summary>
internal ref struct AbiDecoder
{
    private static readonly UTF8Encoding StrictText = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _data;

    private AbiDecoder(ReadOnlySpan<byte> data) => _data = data;

    /// <exception cref="AbiFormatException">The bytes are not canonical.</exception>
    public static object[] Decode(AbiTuple types, ReadOnlySpan<byte> data)
    {
        var end = 0;
        var values = new AbiDecoder(data).ReadSequence(types.Components, 0, ref end);
        return end == data.Length
            ? values
            : throw new AbiFormatException($"{types.Name} takes {end} bytes, but there are {data.Length}.");
    }

    /// <summary>Reads heads from <paramref name="start"/> on; <paramref name="end"/> becomes the first byte behind the tails.</summary>
    private readonly object[] ReadSequence(IReadOnlyList<AbiType> types, int start, ref int end)
    {
        long headSize = 0;
        foreach (var type in types) headSize += type.HeadSize;
        if (headSize > _data.Length - start) throw new AbiFormatException($"The data ends after {_data.Length} bytes, within a head.");

        var values = new object[types.Count];
        var head = start;
        end = start + (int)headSize;
        for (var i = 0; i < types.Count; i++)
        {
            if (types[i].IsDynamic)
            {
                if (ReadLength(head) != end - start) throw new AbiFormatException($"The offset at byte {head} leaves a gap or points back.");
                values[i] = ReadTail(types[i], end, ref end);
            }
            else
            {
                values[i] = ReadStatic(types[i], head);
            }

            head += types[i].HeadSize;
        }

        return values;
    }

    private readonly object ReadTail(AbiType type, int at, ref int end)
    {
        switch (type)
        {
            case AbiBytes bytes:
                var length = ReadLength(at);
                return bytes.IsText ? Text(ReadPadded(at + 32, length, out end)) : ReadPadded(at + 32, length, out end).ToArray();
            case AbiTuple tuple:
                return ReadSequence(tuple.Components, at, ref end);
            case AbiArray array:
                var first = array.Length is null ? at + 32 : at;
                var count = array.Length ?? ReadLength(at);
                if ((long)count * array.Element.HeadSize > _data.Length - first)
                    throw new AbiFormatException($"The array at byte {at} claims {count} elements, more than the data holds.");
                return ReadSequence([.. Enumerable.Repeat(array.Element, count)], first, ref end);
            default:
                throw new InvariantBrokenException($"{type.Name} is not dynamic.");
        }
    }

    private readonly object ReadStatic(AbiType type, int at)
    {
        var end = at;
        return type switch
        {
            AbiInteger integer => Narrow(integer, ReadInteger(integer, at)),
            AbiBool => Narrow(AbiTypes.Byte, ReadInteger(AbiTypes.Byte, at)) switch
            {
                (byte)0 => false,
                (byte)1 => true,
                _ => throw new AbiFormatException($"The bool at byte {at} is neither 0 nor 1."),
            },
            AbiAddress => ReadAddress(at),
            AbiFixedBytes { Size: 32 } => new Hash32(Word(at)),
            AbiFixedBytes bytes => ReadPadded(at, bytes.Size, out _).ToArray(),
            AbiTuple tuple => ReadSequence(tuple.Components, at, ref end),
            AbiArray array => ReadSequence([.. Enumerable.Repeat(array.Element, array.Length!.Value)], at, ref end),
            _ => throw new InvariantBrokenException($"{type.Name} is not static."),
        };
    }

    private readonly ReadOnlySpan<byte> Word(int at) =>
        at <= _data.Length - 32
            ? _data.Slice(at, 32)
            : throw new AbiFormatException($"The data ends after {_data.Length} bytes; a word was expected at byte {at}.");

    private readonly Address ReadAddress(int at)
    {
        var word = Word(at);
        return word[..12].ContainsAnyExcept((byte)0)
            ? throw new AbiFormatException($"The address at byte {at} has dirty padding.")
            : new Address(word[12..]);
    }

    private readonly int ReadLength(int at)
    {
        var word = Word(at);
        var length = BinaryPrimitives.ReadUInt32BigEndian(word[28..]);
        return word[..28].ContainsAnyExcept((byte)0) || length > _data.Length
            ? throw new AbiFormatException($"The length or offset at byte {at} exceeds the data.")
            : (int)length;
    }

    private readonly BigInteger ReadInteger(AbiInteger type, int at)
    {
        var value = new BigInteger(Word(at), isUnsigned: !type.IsSigned, isBigEndian: true);
        return value >= type.Min && value <= type.Max
            ? value
            : throw new AbiFormatException($"The {type.Name} at byte {at} has dirty padding.");
    }

    private readonly ReadOnlySpan<byte> ReadPadded(int at, int length, out int end)
    {
        var padded = ((long)length + 31) / 32 * 32;
        if (at > _data.Length - padded) throw new AbiFormatException($"The {length} bytes at byte {at} exceed the data.");
        end = at + (int)padded;
        return _data[(at + length)..end].ContainsAnyExcept((byte)0)
            ? throw new AbiFormatException($"The {length} bytes at byte {at} have dirty padding.")
            : _data.Slice(at, length);
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictText.GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new AbiFormatException("A string is not UTF-8.");
        }
    }

    // Each arm is boxed by itself: without the cast all of them would become BigInteger first.
    private static object Narrow(AbiInteger type, BigInteger value) => (type.IsSigned, type.Bits) switch
    {
        (false, 8) => (object)(byte)value,
        (false, 16) => (object)(ushort)value,
        (false, <= 32) => (object)(uint)value,
        (false, <= 64) => (object)(ulong)value,
        (false, <= 128) => (object)(UInt128)value,
        (true, 8) => (object)(sbyte)value,
        (true, 16) => (object)(short)value,
        (true, <= 32) => (object)(int)value,
        (true, <= 64) => (object)(long)value,
        (true, <= 128) => (object)(Int128)value,
        _ => value,
    };
}

internal static class AbiTypes
{
    public static readonly AbiInteger Byte = new(8, IsSigned: false);
}
