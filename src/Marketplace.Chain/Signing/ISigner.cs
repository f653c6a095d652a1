using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>An account that can sign. Where its key lives is its own affair.</summary>
public interface ISigner
{
    Address Address { get; }

    /// <summary>Signs a 32-byte digest: the same digest gives the same signature (RFC 6979), with the low s.</summary>
    Signature Sign(Hash32 digest);
}

/// <summary>An ECDSA signature over secp256k1.</summary>
/// <param name="R">Big-endian, below the order of the curve.</param>
/// <param name="S">Big-endian, at most half the order of the curve.</param>
/// <param name="RecoveryId">Which of the possible public keys signed: 0 to 3.</param>
public readonly record struct Signature(Hash32 R, Hash32 S, byte RecoveryId)
{
    private const int Size = 65;
    private const byte First = 27;

    /// <summary>r 32 ‖ s 32 ‖ v 1 with v = 27 or 28, as contracts take it.</summary>
    public byte[] ToArray() => [.. R.ToArray(), .. S.ToArray(), (byte)(First + RecoveryId)];

    /// <returns>null if the bytes are not of that form.</returns>
    public static Signature? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size && bytes[^1] is First or First + 1
            ? new Signature(new Hash32(bytes[..32]), new Hash32(bytes[32..64]), (byte)(bytes[^1] - First))
            : null;
}
