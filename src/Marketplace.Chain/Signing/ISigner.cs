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
public readonly record struct Signature(Hash32 R, Hash32 S, byte RecoveryId);
