using System.CommandLine;
using System.Text.Json;
using Marketplace.Blobs;

namespace Marketplace.Cli.Commands;

/// <summary>Puts files into a folder of blobs, and says how a spec names them.</summary>
public sealed class AddCommand : Command
{
    private readonly Argument<FileInfo[]> _files = new("FILE") { Description = "One or several files", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _blobs = new("--blobs") { Description = "The folder of blobs", Required = true };

    public AddCommand()
        : base("add", "Put files into a folder of blobs; a line for each says how a spec names it")
    {
        Arguments.Add(_files);
        Options.Add(_blobs);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var store = new FolderBlobStore(arguments.GetRequiredValue(_blobs));
        foreach (var file in arguments.GetRequiredValue(_files))
        {
            var bytes = await ReadAsync(file, cancellation);
            var id = await store.PutAsync(bytes, cancellation);
            Console.WriteLine(JsonSerializer.Serialize(new { name = file.Name, sha256 = id.ToString(), bytes = bytes.Length }));
        }

        return 0;
    }

    private static async Task<byte[]> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            if (!file.Exists) throw new UsageException($"There is no file {file.FullName}.");
            return await File.ReadAllBytesAsync(file.FullName, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file {file.FullName} cannot be read: {e.Message}");
        }
    }
}
