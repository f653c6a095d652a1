using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.World.Synthetic;

/// <summary>What nobody has computed, drawn from a counter: the same in every run.</summary>
public sealed class Draws
{
    private const ulong Words = 18;
    private const ulong Hashes = 27;

    private uint _drawn;

    public uint Word() => Philox.Word(Words, _drawn++, 0, 0);

    /// <summary>In ±[1/4, 4), all fraction bits random: hardly a byte is zero, as in trained weights.</summary>
    public uint Float()
    {
        var word = Word();
        return (word & 0x807fffff) | ((125 + ((word >> 23) & 3)) << 23);
    }

    public Hash32 Hash() => Keccak.Hash(BitConverter.GetBytes(Philox.Word(Hashes, _drawn++, 0, 0)));

    /// <summary>256 bytes of floats, or of integers of any kind.</summary>
    public byte[] Leaf(ElementType type)
    {
        var bytes = new byte[Merkle.TensorLeaves.Size];
        for (var at = 0; at < bytes.Length; at += 4)
            BitConverter.TryWriteBytes(bytes.AsSpan(at), type == ElementType.F32 ? Float() : Word());
        return bytes;
    }
}
