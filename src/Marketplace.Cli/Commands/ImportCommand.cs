using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Marketplace.Blobs;
using Marketplace.Programs.Data;

namespace Marketplace.Cli.Commands;

/// <summary>A verb that reads files and writes a data set: the options that all of them share, and what is printed.</summary>
public abstract class ImportCommand : Command
{
    private readonly Argument<FileInfo[]> _files = new("FILE") { Description = "One or several files, in their order", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _blobs = new("--blobs") { Description = "The folder of blobs", Required = true };
    private readonly Option<string> _heldOut = new("--held-out") { Description = "The share of the records that is kept back for testing", DefaultValueFactory = _ => "0.1" };
    private readonly Option<ulong?> _heldOutSeed = new("--held-out-seed") { Description = "Keep back records drawn by this seed, not the last ones" };
    private readonly Option<int> _shardRecords = new("--shard-records") { Description = "Records in a shard at most", DefaultValueFactory = _ => 4096 };

    protected ImportCommand(string name, string description)
        : base(name, description)
    {
        Arguments.Add(_files);
        foreach (var option in (Option[])[_blobs, _heldOut, _heldOutSeed, _shardRecords]) Options.Add(option);
        SetAction(RunAsync);
    }

    /// <summary>The length of a sequence, where there are tokens.</summary>
    protected static Option<int?> SequenceOption() =>
        new("--sequence") { Description = "Tokens of a sequence; a record holds one more" };

    /// <param name="open">The files, opened one after the other; each lives until the next one is asked for.</param>
    /// <exception cref="FormatException">They are not what they should be.</exception>
    protected abstract IRecordSource Read(IEnumerable<Stream> open, ParseResult arguments);

    /// <summary>Members of the report that only this verb has.</summary>
    protected virtual IEnumerable<KeyValuePair<string, object>> Findings(IRecordSource source) => [];

    /// <exception cref="UsageException">It is missing, or out of its range.</exception>
    protected static int Sequence(ParseResult arguments, Option<int?> option) =>
        OptionalSequence(arguments, option) ?? throw new UsageException("--sequence is missing.");

    /// <inheritdoc cref="Sequence"/>
    protected static int? OptionalSequence(ParseResult arguments, Option<int?> option) =>
        arguments.GetValue(option) is not (< 1 or >= DataField.MaxWidth) and var length
            ? length
            : throw new UsageException($"--sequence has to be 1 to {DataField.MaxWidth - 1}.");

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var heldOut = new HeldOutShare(Share(arguments.GetRequiredValue(_heldOut)), arguments.GetValue(_heldOutSeed));
        var perShard = arguments.GetValue(_shardRecords);
        if (perShard < 1) throw new UsageException("--shard-records has to be 1 or more.");
        var store = new FolderBlobStore(arguments.GetRequiredValue(_blobs));
        var files = new DataFiles(arguments.GetRequiredValue(_files));
        try
        {
            var source = Read(files.Open(), arguments);
            var writer = new ShardWriter(perShard, (_, shard) => store.PutAsync(shard, cancellation));
            var manifest = (await writer.WriteAsync(source, heldOut)).ToBytes();
            var id = await store.PutAsync(manifest, cancellation);
            Print(DataManifestReader.Read(manifest), id, manifest.Length, Findings(source));
            return 0;
        }
        catch (FormatException e)
        {
            throw new UsageException(files.Current is { } name ? $"In {name}: {e.Message}" : e.Message);
        }
    }

    private static void Print(
        DataManifest manifest, BlobId id, int bytes, IEnumerable<KeyValuePair<string, object>> findings)
    {
        var report = new Dictionary<string, object>
        {
            ["manifest"] = new { sha256 = id.ToString(), bytes },
            ["records"] = manifest.TrainingRecords,
            ["heldOut"] = manifest.HeldOutRecords,
            ["fields"] = manifest.Fields.Select(f => new { name = f.Name, dtype = f.Type.ToString(), shape = f.Dimensions }),
        };
        foreach (var (name, value) in findings) report.Add(name, value);
        Console.WriteLine(JsonSerializer.Serialize(report));
    }

    private static decimal Share(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share < 1
            ? share
            : throw new UsageException($"--held-out is a share from 0 to below 1, not \"{text}\".");
}
