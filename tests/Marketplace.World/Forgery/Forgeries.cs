using System.Buffers.Binary;
using Marketplace.Numerics;
using Marketplace.World.Liars;

namespace Marketplace.World.Forgery;

/// <summary>What a forger writes in place of the truth.</summary>
public interface IForgery
{
    /// <summary>Claims another root in place of value <paramref name="i"/> of v_1 … v_n.</summary>
    /// <param name="claim">32 bytes, the truth; overwritten.</param>
    void Root(Span<byte> claim, int i, int n);

    /// <summary>Claims another word, an accumulator or an element of a leaf; floats have to stay canonical (F4).</summary>
    /// <param name="i">As in <see cref="Root"/>; of a leaf i = n = 1 for each word inside the row.</param>
    uint Word(uint truth, ElementType type, int i, int n);
}

/// <summary>Random claims, each another one.</summary>
public sealed class Noise(ulong seed) : IForgery
{
    private uint _drawn;

    public void Root(Span<byte> claim, int i, int n)
    {
        foreach (ref var b in claim) b = (byte)Philox.Word(seed, _drawn++, 0, 0);
    }

    /// <summary>Finite patterns: they are canonical in either byte order.</summary>
    public uint Word(uint truth, ElementType type, int i, int n) => Philox.Word(seed, _drawn++, 1, 0) & 0x3f3f3f3f;
}

/// <summary>The same wrong claim everywhere.</summary>
public sealed class Fixed : IForgery
{
    public void Root(Span<byte> claim, int i, int n) => claim.Fill(0x2a);

    public uint Word(uint truth, ElementType type, int i, int n) => 0x2a2a2a2a;
}

/// <summary>The truth up to a place, one bit beside it from there on: a lie that is told once and stood by.</summary>
/// <param name="from">The part of the claims that is true, in sixteenths; the last claim never is.</param>
public sealed class OneBitBeside(int from) : IForgery
{
    public void Root(Span<byte> claim, int i, int n)
    {
        if (IsLie(i, n)) claim[^1] ^= 1;
    }

    public uint Word(uint truth, ElementType type, int i, int n) => IsLie(i, n) ? Flip(truth, type) : truth;

    private bool IsLie(int i, int n) => i == n || 16 * i > from * n;

    private static uint Flip(uint truth, ElementType type)
    {
        if (type != ElementType.I8) return OneBitLie.Flip(type, truth, 0);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, truth);
        bytes[0] ^= 1;
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
