using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>Writes values in the one canonical form of the ABI: tails in the order of their heads, no gaps.</summary>
internal static class AbiEncoder
{
    /// <exception cref="ArgumentException">A value does not fit its type: a bug of the caller.</exception>
    public static byte[] Encode(AbiTuple types, IReadOnlyList<object> values)
    {
        var bytes = new MemoryStream();
        WriteSequence(bytes, types.Components, values, types.Name);
        return bytes.ToArray();
    }

    /// <summary>Heads first, then the tails of the dynamic components.</summary>
    private static void WriteSequence(MemoryStream to, IReadOnlyList<AbiType> types, IReadOnlyList<object> values, string name)
    {
        if (values.Count != types.Count) throw new ArgumentException($"{name} wants {types.Count} values, not {values.Count}.");
        var tails = new MemoryStream();
        var headSize = 0;
        foreach (var type in types) headSize = checked(headSize + type.HeadSize);
        for (var i = 0; i < types.Count; i++)
        {
            if (!types[i].IsDynamic)
            {
                Write(to, types[i], values[i]);
                continue;
            }

            WriteLength(to, checked(headSize + (int)tails.Length));
            Write(tails, types[i], values[i]);
        }

        tails.WriteTo(to);
    }

    private static void Write(MemoryStream to, AbiType type, object value)
    {
        switch (type, value)
        {
            case (AbiInteger integer, _): WriteInteger(to, integer, Whole(integer, value)); break;
            case (AbiBool, bool flag): WriteLength(to, flag ? 1 : 0); break;
            case (AbiAddress, Address address): WriteRight(to, address.ToArray()); break;
            case (AbiFixedBytes { Size: 32 }, Hash32 hash): WriteLeft(to, hash.ToArray()); break;
            case (AbiFixedBytes f, byte[] bytes) when bytes.Length == f.Size: WriteLeft(to, bytes); break;
            case (AbiBytes { IsText: false }, byte[] bytes): WriteBytes(to, bytes); break;
            case (AbiBytes { IsText: true }, string text): WriteBytes(to, Encoding.UTF8.GetBytes(text)); break;
            case (AbiTuple tuple, object[] values): WriteSequence(to, tuple.Components, values, tuple.Name); break;
            case (AbiArray array, object[] values): WriteArray(to, array, values); break;
            default: throw new ArgumentException($"A {value.GetType().Name} cannot be encoded as {type.Name}.");
        }
    }

    private static void WriteArray(MemoryStream to, AbiArray array, object[] values)
    {
        if (array.Length is null) WriteLength(to, values.Length);
        else if (array.Length != values.Length) throw new ArgumentException($"{array.Name} has not {values.Length} elements.");
        WriteSequence(to, [.. Enumerable.Repeat(array.Element, values.Length)], values, array.Name);
    }

    private static BigInteger Whole(AbiInteger type, object value)
    {
        BigInteger whole = value switch
        {
            byte v => v,
            ushort v => v,
            uint v => v,
            ulong v => v,
            UInt128 v => v,
            sbyte v => v,
            short v => v,
            int v => v,
            long v => v,
            Int128 v => v,
            BigInteger v => v,
            Wei v => v.Value,
            _ => throw new ArgumentException($"A {value.GetType().Name} cannot be encoded as {type.Name}."),
        };
        return whole >= type.Min && whole <= type.Max ? whole : throw new ArgumentException($"{whole} is no {type.Name}.");
    }

    private static void WriteInteger(MemoryStream to, AbiInteger type, BigInteger value)
    {
        // Two's complement over the whole word, whatever the width of the type.
        var word = value.Sign < 0 ? value + (BigInteger.One << 256) : value;
        WriteRight(to, word.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    private static void WriteLength(MemoryStream to, int length)
    {
        Span<byte> word = stackalloc byte[32];
        word.Clear();
        BinaryPrimitives.WriteInt32BigEndian(word[28..], length);
        to.Write(word);
    }

    private static void WriteBytes(MemoryStream to, byte[] bytes)
    {
        WriteLength(to, bytes.Length);
        WriteLeft(to, bytes);
    }

    private static void WriteRight(MemoryStream to, ReadOnlySpan<byte> bytes)
    {
        Span<byte> word = stackalloc byte[32];
        word.Clear();
        bytes.CopyTo(word[(32 - bytes.Length)..]);
        to.Write(word);
    }

    private static void WriteLeft(MemoryStream to, ReadOnlySpan<byte> bytes)
    {
        Span<byte> padding = stackalloc byte[32];
        padding.Clear();
        to.Write(bytes);
        to.Write(padding[..((32 - (bytes.Length % 32)) % 32)]);
    }
}
