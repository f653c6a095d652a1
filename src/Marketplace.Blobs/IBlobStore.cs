namespace Marketplace.Blobs;

/// <summary>Bytes by their hash. Whoever reads has them checked: a store can withhold, but not deceive.</summary>
/// <remarks>Failures of the medium, such as a full disk, are <see cref="IOException"/>.</remarks>
public interface IBlobStore
{
    /// <summary>Keeps the bytes. To put what is there already changes nothing.</summary>
    Task<BlobId> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <param name="maxBytes">A larger blob is not read: its size is another's choice.</param>
    Task<BlobResult> GetAsync(BlobId id, long maxBytes, CancellationToken cancellation);

    /// <summary>There is something of this name; whether it is intact shows when it is read.</summary>
    Task<bool> ContainsAsync(BlobId id, CancellationToken cancellation);
}

/// <summary>What a store answers when it is asked for a blob.</summary>
public abstract record BlobResult
{
    private BlobResult()
    {
    }

    /// <param name="Bytes">They hash to the name that was asked for.</param>
    public sealed record Found(byte[] Bytes) : BlobResult;

    public sealed record Missing : BlobResult;

    /// <param name="Bytes">The size of the blob, as far as the store knows.</param>
    public sealed record TooLarge(long Bytes) : BlobResult;

    /// <summary>What lies under the name has another hash.</summary>
    public sealed record Corrupted(BlobId Actual) : BlobResult;
}
