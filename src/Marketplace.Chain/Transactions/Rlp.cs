using System.Buffers.Binary;

namespace Marketplace.Chain;

/// <summary>Recursive length prefix: the encoding of transactions. Writing only; nothing here reads RLP from others.</summary>
internal static class Rlp
{
    /// <summary>A string of bytes.</summary>
    public static byte[] Bytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 1 && bytes[0] < 0x80 ? [bytes[0]] : [.. Prefix(0x80, bytes.Length), .. bytes];

    /// <summary>A number: its big-endian bytes without leading zeros, so that zero is the empty string.</summary>
    public static byte[] Number(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return Bytes(bytes.TrimStart((byte)0));
    }

    /// <summary>A list of items that are encoded already.</summary>
    public static byte[] List(params byte[][] items)
    {
        var length = 0;
        foreach (var item in items) length = checked(length + item.Length);
        var prefix = Prefix(0xc0, length);
        var list = new byte[prefix.Length + length];
        prefix.CopyTo(list, 0);
        var at = prefix.Length;
        foreach (var item in items)
        {
            item.CopyTo(list, at);
            at += item.Length;
        }

        return list;
    }

    private static byte[] Prefix(byte kind, int length)
    {
        if (length < 56) return [(byte)(kind + length)];
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        var digits = bytes.TrimStart((byte)0);
        return [(byte)(kind + 55 + digits.Length), .. digits];
    }
}
