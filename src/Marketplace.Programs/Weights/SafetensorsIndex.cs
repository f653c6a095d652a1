using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Programs.Weights;

/// <summary>The index of weights that are cut into several files: model.safetensors.index.json.</summary>
/// <param name="TotalSize">Bytes of all tensors, without headers.</param>
/// <param name="WeightMap">The file of each tensor, by plain names.</param>
public sealed record SafetensorsIndex(long TotalSize, IReadOnlyDictionary<string, string> WeightMap)
{
    public const string FileName = "model.safetensors.index.json";
    public const int MaxBytes = SafetensorsHeader.MaxBytes;

    /// <summary>The files that it names, in ordinal order.</summary>
    public IReadOnlyList<string> Files =>
        [.. WeightMap.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <exception cref="FormatException">It is no index, or a file's name could lead out of the index's
    /// folder.</exception>
    public static SafetensorsIndex Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes) throw new FormatException($"An index of weights has at most {MaxBytes} bytes.");
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 2 });
            return Parse(document.RootElement);
        }
        catch (JsonException)
        {
            throw new FormatException("The index of weights is not JSON, or nested too deeply.");
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("A text in the index of weights is not Unicode.");
        }
    }

    /// <summary>Indented and in ordinal order, as other writers have it.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder("{\n  \"metadata\": {\n    \"total_size\": ");
        text.Append(TotalSize.ToString(CultureInfo.InvariantCulture)).Append("\n  },\n  \"weight_map\": {");
        var separator = "\n";
        foreach (var (name, file) in WeightMap.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            Invariant.That(SafetensorsWriter.IsPlain(name) && SafetensorsWriter.IsPlain(file), "a name is plain");
            text.Append(separator).Append("    \"").Append(name).Append("\": \"").Append(file).Append('"');
            separator = ",\n";
        }

        return Encoding.ASCII.GetBytes(text.Append("\n  }\n}\n").ToString());
    }

    private static SafetensorsIndex Parse(JsonElement root)
    {
        _ = new JsonMembers(root, "index", "metadata", "weight_map");
        var metadata = new JsonMembers(root.GetProperty("metadata"), "metadata", "total_size");
        var map = root.GetProperty("weight_map");
        if (map.ValueKind != JsonValueKind.Object)
            throw new FormatException("weight_map has to be an object of texts.");
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in map.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
                throw new FormatException("weight_map has to be an object of texts.");
            var file = member.Value.GetString()!;
            if (!IsPlainFile(file))
                throw new FormatException("A file in weight_map is no plain name of a safetensors file.");
            if (!files.TryAdd(member.Name, file))
                throw new FormatException("A tensor's name stands in weight_map twice.");
        }

        return new SafetensorsIndex((long)metadata.Integer("total_size", 0, long.MaxValue), files);
    }

    // Letters, digits, '-', '_' and '.', not first: no separators, no drives, no parent folders.
    private static bool IsPlainFile(string name) => name.Length is > 0 and <= 255
        && name.EndsWith(".safetensors", StringComparison.Ordinal)
        && name[0] != '.'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
