using System.Security.Cryptography;
using Marketplace.Primitives;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace Marketplace.Chain;

/// <summary>A signer whose key lies in this process's memory. Nothing prints the key.</summary>
public sealed class MemorySigner : ISigner
{
    private readonly BigInteger _key;

    /// <param name="privateKey">32 bytes, big-endian, from 1 to the order of the curve less 1.</param>
    /// <exception cref="ArgumentException">The bytes are no private key. The message does not repeat them.</exception>
    public MemorySigner(ReadOnlySpan<byte> privateKey)
    {
        if (!Secp256k1.IsPrivateKey(privateKey))
            throw new ArgumentException("A private key is 32 bytes, not zero and below the order of secp256k1.");
        _key = new BigInteger(1, privateKey.ToArray());
        Address = Secp256k1.AddressOf(_key);
    }

    public Address Address { get; }

    /// <summary>A new account from fresh randomness.</summary>
    public static MemorySigner Generate(RandomNumberGenerator random)
    {
        var key = new byte[Hash32.Size];
        do random.GetBytes(key);
        while (!Secp256k1.IsPrivateKey(key));
        try
        {
            return new MemorySigner(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <param name="hex">64 hexadecimal digits, with or without 0x.</param>
    /// <exception cref="ArgumentException">The text is no private key. The message does not repeat it.</exception>
    public static MemorySigner FromHex(string hex)
    {
        var digits = hex.StartsWith("0x", StringComparison.Ordinal) ? hex[2..] : hex;
        if (!Hex.TryBytes("0x" + digits, out var key))
            throw new ArgumentException("A private key is written as 64 hexadecimal digits.");
        return new MemorySigner(key);
    }

    public Signature Sign(Hash32 digest) => Secp256k1.Sign(_key, digest);

    /// <summary>Who signed the digest, or null if nobody can have.</summary>
    public static Address? Recover(Hash32 digest, Signature signature) => Secp256k1.Recover(digest, signature);

    public override string ToString() => "signer " + Address;
}
