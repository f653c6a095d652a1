using System.Buffers.Binary;
using Marketplace.Primitives;

namespace Marketplace.Protocol.Disputes;

/// <summary>Writes packed big-endian bytes: what the contract's <c>abi.encodePacked</c> makes of the same values.</summary>
public sealed class Packer
{
    private readonly List<byte> _bytes = [];

    /// <param name="size">1 … 8 bytes; the value has to fit.</param>
    public Packer Number(ulong value, int size)
    {
        Invariant.That(size == 8 || value >> (8 * size) == 0, $"{value} does not fit into {size} bytes.");
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, value);
        return Bytes(wide[(8 - size)..]);
    }

    /// <summary>A 32-byte word that holds a small number.</summary>
    public Packer Wide(ulong value) => Bytes(new byte[24]).Number(value, 8);

    public Packer Word(Hash32 word) => Bytes(word.ToArray());

    public Packer Words(IEnumerable<Hash32> words)
    {
        foreach (var word in words) Word(word);
        return this;
    }

    public Packer Address(Address address) => Bytes(address.ToArray());

    public Packer Bytes(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) _bytes.Add(b);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    public Hash32 Hash() => Keccak.Hash(_bytes.ToArray());
}
