using Marketplace.Programs.Specs;

namespace Marketplace.Cli;

/// <summary>A small file that a person wrote: at most one byte more than its reader would take is ever read.</summary>
public static class SpecFile
{
    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    public static byte[] Read(FileInfo file, int maxBytes)
    {
        try
        {
            if (Directory.Exists(file.FullName)) throw new UsageException($"The path {file.FullName} is a folder.");
            if (!file.Exists) throw new UsageException($"There is no file {file.FullName}.");
            using var stream = file.OpenRead();
            var bytes = new byte[maxBytes + 1];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file {file.FullName} cannot be read: {e.Message}");
        }
    }

    /// <summary>A refusal in one sentence, its reason and its path first.</summary>
    public static UsageException Complaint(SpecRefusal refusal) =>
        new($"{refusal.Reason} at {refusal.Path}: {refusal.Message}");
}
