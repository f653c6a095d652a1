using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.World.Synthetic;

/// <summary>What nobody has computed, drawn from a counter: the same in every run.</summary>
/// <param name="stream">Another number draws other things.</param>
public sealed class Draws(uint stream = 0)
{
    private const ulong Words = 18;
    private const ulong Hashes = 27;

    // Zeros, infinities, NaNs of both signs and another payload, the ends of the normal and the subnormal numbers, ones.
    private static readonly uint[] s_corners =
    [
        0x00000000, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000, 0x7f800001, 0x00000001, 0x80000001, 0x007fffff,
        0x00800000, 0x7f7fffff, 0xff7fffff, 0x3f800000, 0xbf800000, 0x3f7fffff,
    ];

    private uint _drawn;

    public uint Word() => Philox.Word(Words, _drawn++, stream, 0);

    /// <summary>0 to n − 1.</summary>
    public int Below(int n) => (int)(((ulong)Word() * (ulong)n) >> 32);

    /// <summary>A float of any kind: corners, any bits, exponents close together and far apart.</summary>
    public uint Wild() => Below(8) switch
    {
        0 => s_corners[Below(s_corners.Length)],
        1 => Word(),
        2 => (Word() & 0x807fffff) | ((uint)(100 + Below(54)) << 23),
        _ => Float(),
    };

    /// <summary>In ±[1/4, 4), all fraction bits random: hardly a byte is zero, as in trained weights.</summary>
    public uint Float()
    {
        var word = Word();
        return (word & 0x807fffff) | ((125 + ((word >> 23) & 3)) << 23);
    }

    public Hash32 Hash() => Keccak.Hash(BitConverter.GetBytes(Philox.Word(Hashes, _drawn++, stream, 0)));

    /// <summary>256 bytes of floats, or of integers of any kind.</summary>
    public byte[] Leaf(ElementType type) => Filled(type == ElementType.F32 ? Float : Word);

    /// <summary>256 bytes of integers, or of floats: of any kind, or alike, or of exponents far apart; one NaN makes a sum of
    /// all of them a NaN, so most leaves have none.</summary>
    public byte[] WildLeaf(ElementType type)
    {
        if (type != ElementType.F32) return Filled(Word);
        return Below(6) switch
        {
            0 => Filled(Wild),
            1 or 2 => Filled(Float),
            _ => Filled(() => (Word() & 0x807fffff) | ((uint)(90 + Below(75)) << 23)),
        };
    }

    private static byte[] Filled(Func<uint> word)
    {
        var bytes = new byte[Merkle.TensorLeaves.Size];
        for (var at = 0; at < bytes.Length; at += 4) BitConverter.TryWriteBytes(bytes.AsSpan(at), word());
        return bytes;
    }
}
