using System.Text;
using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>Encoding and decoding by the names of types, for what no binding covers.</summary>
public static class Abi
{
    /// <param name="types">For example <c>(uint256,address)</c>.</param>
    /// <exception cref="ArgumentException">A value does not fit its type.</exception>
    public static byte[] Encode(string types, params object[] values) => AbiEncoder.Encode(AbiType.ParseTuple(types), values);

    /// <exception cref="AbiFormatException">The data is not the canonical encoding of the types.</exception>
    public static object[] Decode(string types, ReadOnlySpan<byte> data) => AbiDecoder.Decode(AbiType.ParseTuple(types), data);

    /// <summary>The first four bytes of the hash of a signature such as <c>transfer(address,uint256)</c>.</summary>
    public static uint Selector(string signature) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Topic(signature).ToArray());

    /// <summary>The hash of an event's signature: its first topic.</summary>
    public static Hash32 Topic(string signature) => Keccak.Hash(Encoding.ASCII.GetBytes(signature));
}
