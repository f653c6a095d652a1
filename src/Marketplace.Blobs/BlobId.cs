using System.Security.Cryptography;
using Marketplace.Primitives;

namespace Marketplace.Blobs;

/// <summary>The name of a blob: the SHA-256 of its bytes.</summary>
public readonly record struct BlobId(Hash32 Hash)
{
    public static BlobId Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Hash32.Size];
        SHA256.HashData(bytes, hash);
        return new BlobId(new Hash32(hash));
    }

    /// <param name="hex">64 hexadecimal digits, with or without 0x.</param>
    public static BlobId FromHex(string hex) => new(Hash32.FromHex(hex));

    /// <summary>64 lower-case hexadecimal digits, fit for a file's name.</summary>
    public override string ToString() => Convert.ToHexStringLower(Hash.ToArray());
}
