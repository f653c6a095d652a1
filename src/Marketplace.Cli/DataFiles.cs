namespace Marketplace.Cli;

/// <summary>A submitter's files of data on the disk, in their order.</summary>
public sealed class DataFiles(IEnumerable<FileInfo> files)
{
    /// <summary>The file that is being read; none before the first and after the last one.</summary>
    public string? Current { get; private set; }

    /// <summary>The files' contents, each closed when the next one is asked for.</summary>
    /// <exception cref="UsageException">One is not there, or cannot be read.</exception>
    public IEnumerable<Stream> Open()
    {
        foreach (var file in files)
        {
            using var stream = Open(file);
            Current = file.Name;
            yield return stream;
        }

        Current = null;
    }

    private static FileStream Open(FileInfo file)
    {
        try
        {
            if (!file.Exists) throw new UsageException($"There is no file {file.FullName}.");
            return file.OpenRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file {file.FullName} cannot be read: {e.Message}");
        }
    }
}
