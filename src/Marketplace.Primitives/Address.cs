using System.Runtime.CompilerServices;

namespace Marketplace.Primitives;

/// <summary>An account of the chain: 20 bytes.</summary>
public readonly struct Address : IEquatable<Address>
{
    public const int Size = 20;
    public static readonly Address Zero;

    private readonly Bytes20 _bytes;

    [InlineArray(Size)]
    private struct Bytes20
    {
        private byte _first;
    }

    /// <param name="bytes">Exactly 20 bytes.</param>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"An address has 20 bytes, not {bytes.Length}.");
        bytes.CopyTo(_bytes);
    }

    public void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)_bytes).CopyTo(destination);

    public byte[] ToArray() => ((ReadOnlySpan<byte>)_bytes).ToArray();

    /// <param name="hex">40 hexadecimal digits, with or without 0x.</param>
    public static Address FromHex(string hex) => new(Convert.FromHexString(hex.StartsWith("0x", StringComparison.Ordinal) ? hex[2..] : hex));

    public bool Equals(Address other) => ((ReadOnlySpan<byte>)_bytes).SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    public static bool operator ==(Address left, Address right) => left.Equals(right);

    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    /// <summary>0x and 40 lower-case hexadecimal digits.</summary>
    public override string ToString() => "0x" + Convert.ToHexStringLower(_bytes);
}
