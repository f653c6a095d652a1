using System.Text.Json;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Data;

/// <summary>Reads a manifest; what is not exactly one, in its canonical form, is refused with one sentence.</summary>
public static class DataManifestReader
{
    private const int MaxNameLength = 64;

    /// <exception cref="FormatException">It is none.</exception>
    public static DataManifest Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > DataManifest.MaxBytes)
            throw new FormatException($"A manifest has at most {DataManifest.MaxBytes} bytes.");
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 4 });
            var manifest = Manifest(document.RootElement);
            return utf8.Span.SequenceEqual(manifest.ToBytes())
                ? manifest
                : throw new FormatException("The manifest is not in its canonical form.");
        }
        catch (JsonException)
        {
            throw new FormatException("The manifest is not JSON, or nested too deeply.");
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("A text in the manifest is not Unicode.");
        }
    }

    private static DataManifest Manifest(JsonElement root)
    {
        var members = new JsonMembers(root, "manifest", "version", "fields", "training", "heldOut");
        members.Integer("version", DataManifest.Version, DataManifest.Version);
        var fields = List(root, "fields", 1, DataManifest.MaxFields, Field);
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (fields.FirstOrDefault(f => !names.Add(f.Name)) is { } twice)
            throw new FormatException($"There are two fields of the name {twice.Name}.");
        var bytesPerRecord = fields.Aggregate(0L, (sum, f) => sum + (4L * f.Width));
        var training = List(root, "training", 1, DataManifest.MaxShards, Shard);
        var heldOut = List(root, "heldOut", 0, DataManifest.MaxShards - training.Count, Shard);
        foreach (var list in (List<DataShard>[])[training, heldOut]) RequireRoom(list, fields);
        return new DataManifest(fields, training, heldOut);

        DataShard Shard(JsonElement element, string name)
        {
            var shard = new JsonMembers(element, name, "records", "sha256", "bytes");
            var records = (int)shard.Integer("records", 1, DataManifest.MaxRecords);
            var bytes = (long)shard.Integer("bytes", 1, DataManifest.MaxShardBytes);
            // So that whoever makes room for the records has been sent as many bytes.
            if ((Int128)records * bytesPerRecord >= bytes)
                throw new FormatException($"{name} has too few bytes for {records} records.");
            return new DataShard(records, new Artifact(shard.Hash("sha256"), bytes));
        }
    }

    private static DataField Field(JsonElement element, string name)
    {
        var members = new JsonMembers(element, name, "name", "dtype", "shape");
        var text = element.GetProperty("name");
        if (text.ValueKind != JsonValueKind.String || !IsName(text.GetString()!))
            throw new FormatException($"{name}.name has to be 1 to {MaxNameLength} letters, digits, '_', '-' and '.'.");
        var type = Enum.Parse<ElementType>(members.OneOf("dtype", "F32", "I32"));
        var dimensions = members.Integers("shape", 1, Shape.MaxRank, 1, DataField.MaxWidth);
        if (dimensions.Aggregate((UInt128)1, (product, d) => product * d) > DataField.MaxWidth)
            throw new FormatException($"{name} has more than {DataField.MaxWidth} elements.");
        return new DataField(text.GetString()!, type, [.. dimensions.Select(d => (int)d)]);
    }

    private static void RequireRoom(List<DataShard> shards, List<DataField> fields)
    {
        var records = shards.Aggregate(0L, (sum, shard) => sum + shard.Records);
        if (records > DataManifest.MaxRecords || fields.Any(f => records * f.Width > Array.MaxLength))
            throw new FormatException("The data set is too large for one tensor a field.");
    }

    private static List<T> List<T>(JsonElement root, string name, int fewest, int most, Func<JsonElement, string, T> read)
    {
        var list = root.GetProperty(name);
        if (list.ValueKind != JsonValueKind.Array) throw new FormatException($"manifest.{name} has to be a list.");
        var count = list.GetArrayLength();
        if (count < fewest || count > most)
            throw new FormatException($"manifest.{name} has {fewest} to {most} entries, not {count}.");
        return [.. list.EnumerateArray().Select((item, i) => read(item, $"{name}[{i}]"))];
    }

    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
