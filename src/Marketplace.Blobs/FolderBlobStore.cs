namespace Marketplace.Blobs;

/// <summary>
/// Blobs as files of a folder: <c>ab/cd/abcd…</c>. A file gets its name only when it is whole, so that several
/// processes may use the folder and any of them may die at any time.
/// </summary>
/// <param name="folder">Made when the first blob is put.</param>
public sealed class FolderBlobStore(string folder) : IBlobStore
{
    private const string Unfinished = "unfinished";

    public async Task<BlobId> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var id = BlobId.Of(bytes.Span);
        // What is there may be damaged; putting it again is how it is repaired.
        if (await GetAsync(id, bytes.Length, cancellation) is BlobResult.Found) return id;

        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, Unfinished)).FullName, Path.GetRandomFileName());
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(bytes, cancellation);
                // The name must not reach the disk before the bytes.
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return id;
    }

    public async Task<BlobResult> GetAsync(BlobId id, long maxBytes, CancellationToken cancellation)
    {
        try
        {
            await using var file = new FileStream(
                PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, useAsync: true);
            if (file.Length > Math.Min(maxBytes, Array.MaxLength)) return new BlobResult.TooLarge(file.Length);
            var bytes = new byte[file.Length];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
            var actual = BlobId.Of(bytes.AsSpan(0, read));
            return actual == id ? new BlobResult.Found(bytes) : new BlobResult.Corrupted(actual);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new BlobResult.Missing();
        }
    }

    public Task<bool> ContainsAsync(BlobId id, CancellationToken cancellation) => Task.FromResult(File.Exists(PathOf(id)));

    private string PathOf(BlobId id)
    {
        var name = id.ToString();
        return Path.Combine(folder, name[..2], name[2..4], name);
    }
}
