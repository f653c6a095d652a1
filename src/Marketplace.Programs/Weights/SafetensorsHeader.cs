using System.Text.Json;
using Marketplace.Operators;

namespace Marketplace.Programs.Weights;

/// <summary>The header of a safetensors file, checked whole against the length of the data before anything of a
/// tensor's size is made.</summary>
/// <param name="Entries">In the order of their bytes.</param>
/// <param name="Metadata">Texts under "__metadata__"; empty if there are none.</param>
public sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The format allows 100 MB; this is room for some 150,000 tensors.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    public const string MetadataName = "__metadata__";

    private const int MaxNameLength = 512;

    // Ranks up to this are refused by their number, higher ones as no shape at all.
    private const int MaxListedRank = 64;

    // Every type that the format knows, so that a refusal can name it.
    private static readonly string[] Types =
    [
        "F32", "F16", "BF16", "I32", "I64", "I8", "F64", "BOOL", "U8", "U16", "U32", "U64", "I16", "C64", "F8_E4M3", "F8_E5M2",
        "F8_E8M0", "F6_E2M3", "F6_E3M2", "F4",
    ];

    /// <param name="utf8">The header alone, without its length.</param>
    /// <param name="dataLength">How many bytes follow it.</param>
    /// <exception cref="FormatException">It is no header of such data; one sentence says why.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> utf8, long dataLength)
    {
        if (utf8.Length == 0 || utf8.Span[0] != (byte)'{')
            throw new FormatException("The header of a tensor file begins with {.");
        try
        {
            // An object of objects of lists: nothing nests deeper.
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 3 });
            return Parse(document.RootElement, dataLength);
        }
        catch (JsonException)
        {
            throw new FormatException("The header of a tensor file is not JSON, or nested too deeply.");
        }
        catch (InvalidOperationException)
        {
            // The parser looks at a text's Unicode only when it is asked for the text.
            throw new FormatException("A text in the header of a tensor file is not Unicode.");
        }
    }

    private static SafetensorsHeader Parse(JsonElement root, long dataLength)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<SafetensorsEntry>();
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            if (!names.Add(member.Name)) throw new FormatException("A tensor's name stands in the header twice.");
            if (member.Name == MetadataName) ReadMetadata(member.Value, metadata);
            else entries.Add(ReadEntry(member));
        }

        entries.Sort((a, b) => a.Begin.CompareTo(b.Begin));
        RequireNoGaps(entries, dataLength);
        return new SafetensorsHeader(entries, metadata);
    }

    private static SafetensorsEntry ReadEntry(JsonProperty member)
    {
        var name = member.Name;
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
            throw new FormatException(
                $"A tensor's name has 1 to {MaxNameLength} characters and no control characters.");
        var members = new JsonMembers(member.Value, name, "dtype", "shape", "data_offsets");
        var type = TypeOf(name, members.OneOf("dtype", Types));
        var sizes = members.Integers("shape", 0, MaxListedRank, 0, ulong.MaxValue);
        if (sizes.Count > Shape.MaxRank)
            throw new FormatException(
                $"The tensor {name} has rank {sizes.Count}; tensors have rank {Shape.MaxRank} at most.");
        if (sizes.Contains(0)) throw new FormatException($"The tensor {name} has no elements.");
        // The product of four 64-bit numbers could wrap; each is below 2^31 before it is multiplied.
        if (sizes.Any(size => size > int.MaxValue) || sizes.Aggregate((UInt128)1, (product, size) => product * size) > (UInt128)Array.MaxLength)
            throw new FormatException($"The tensor {name} is too large.");
        var offsets = members.Integers("data_offsets", 2, 2, 0, long.MaxValue);
        return new SafetensorsEntry(
            name, type, [.. sizes.Select(size => (int)size)], (long)offsets[0], (long)offsets[1]);
    }

    private static StoredType TypeOf(string name, string type) => type switch
    {
        "F32" => StoredType.F32,
        "F16" => StoredType.F16,
        "BF16" => StoredType.BF16,
        "I32" => StoredType.I32,
        "I64" => StoredType.I64,
        "I8" => StoredType.I8,
        "F64" => throw new FormatException(
            $"The tensor {name} is of type F64, which float32 cannot hold exactly: convert it to F32 first."),
        _ =>
            throw new FormatException($"The tensor {name} is of type {type}; F32, F16, BF16, I32, I64 and I8 are read."),
    };

    private static void ReadMetadata(JsonElement element, SortedDictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException($"{MetadataName} has to be an object of texts.");
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
                throw new FormatException($"{MetadataName} has to be an object of texts.");
            if (!metadata.TryAdd(member.Name, member.Value.GetString()!))
                throw new FormatException($"A name stands in {MetadataName} twice.");
        }
    }

    // No gaps and no overlaps: every byte of the data belongs to one tensor, and all of them are there.
    private static void RequireNoGaps(List<SafetensorsEntry> entries, long dataLength)
    {
        long end = 0;
        foreach (var entry in entries)
        {
            var size = StoredElements.Size(entry.Type) * entry.Shape.Elements;
            if (entry.Begin != end || entry.End - entry.Begin != size || entry.End > dataLength)
                throw new FormatException($"The tensor {entry.Name} does not lie where its shape says.");
            end = entry.End;
        }

        if (end != dataLength) throw new FormatException("The tensor file is longer than its tensors.");
    }
}
