namespace Marketplace.Cli;

/// <summary>A file that is either whole or not there.</summary>
public static class WholeFile
{
    public static void Write(FileInfo file, Action<Stream> write)
    {
        file.Directory!.Create();
        var unfinished = file.FullName + ".unfinished";
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            write(stream);
            // The name must not reach the disk before the bytes.
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, file.FullName, overwrite: true);
    }

    public static void Write(FileInfo file, ReadOnlyMemory<byte> bytes) => Write(file, stream => stream.Write(bytes.Span));
}
