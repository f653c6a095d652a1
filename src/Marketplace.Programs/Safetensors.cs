using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Programs;

/// <summary>Named tensors in the safetensors format: header length (8 bytes, little-endian), JSON header,
/// data. F32, I32 and I8 only.</summary>
/// <remarks>
/// One writing for each set of tensors: names in ordinal order, data in the same order without gaps, the
/// header filled with spaces to a multiple of 8. Leading dimensions of one are not written.
/// </remarks>
public static class Safetensors
{
    private const int MaxHeader = 16 * 1024 * 1024;
    private const string Metadata = "__metadata__";

    public static byte[] Write(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var sorted = tensors.OrderBy(t => t.Key, StringComparer.Ordinal).ToArray();
        var header = new StringBuilder("{");
        long end = 0;
        foreach (var (name, tensor) in sorted)
        {
            Invariant.That(name.Length > 0 && name != Metadata && name.All(IsPlain), "a tensor has a plain name");
            var size = Size(tensor.Type) * tensor.Shape.Elements;
            var separator = header.Length == 1 ? "" : ",";
            header.Append(CultureInfo.InvariantCulture,
                $$"""{{separator}}"{{name}}":{"dtype":"{{tensor.Type}}","shape":[{{Dimensions(tensor.Shape)}}],""");
            header.Append(CultureInfo.InvariantCulture, $"\"data_offsets\":[{end},{end + size}]}}");
            end += size;
        }

        header.Append('}').Append(' ', (8 - header.Length % 8) % 8);
        var bytes = new byte[checked(8 + header.Length + end)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        Encoding.ASCII.GetBytes(header.ToString(), bytes.AsSpan(8));
        var data = bytes.AsSpan(8 + header.Length);
        foreach (var (_, tensor) in sorted)
        {
            var size = Size(tensor.Type);
            for (long e = 0; e < tensor.Shape.Elements; e++, data = data[size..])
            {
                if (size == 1) data[0] = (byte)tensor.Element(e);
                else BinaryPrimitives.WriteUInt32LittleEndian(data, tensor.Words[e]);
            }
        }

        return bytes;
    }

    /// <summary>Reads any file of the format whose tensors are F32, I32 or I8, of rank up to four and not empty;
    /// metadata is skipped.</summary>
    /// <exception cref="FormatException">It is none; one sentence says why.</exception>
    public static SortedDictionary<string, Tensor> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 8) throw new FormatException("A tensor file begins with 8 bytes of length.");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span);
        if (length > MaxHeader || length > (ulong)bytes.Length - 8)
            throw new FormatException("The header is longer than the tensor file.");
        var data = bytes[(8 + (int)length)..];
        var entries = Entries(bytes.Slice(8, (int)length));

        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        long end = 0;
        foreach (var entry in entries.OrderBy(e => e.Begin))
        {
            // No gaps and no overlaps: every byte of the data belongs to one tensor.
            var size = Size(entry.Type) * entry.Shape.Elements;
            if (entry.Begin != end || entry.End - entry.Begin != size || entry.End > data.Length)
                throw new FormatException($"The tensor {entry.Name} does not lie where its shape says.");
            end = entry.End;
            tensors.Add(entry.Name, ReadTensor(entry, data.Span[(int)entry.Begin..(int)entry.End]));
        }

        return end == data.Length ? tensors : throw new FormatException("The tensor file is longer than its tensors.");
    }

    private static List<Entry> Entries(ReadOnlyMemory<byte> header)
    {
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FormatException("The header of a tensor file is a JSON object.");
            var names = new HashSet<string>(StringComparer.Ordinal);
            var entries = new List<Entry>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!names.Add(member.Name)) throw new FormatException("A tensor's name stands in the header twice.");
                if (member.Name != Metadata) entries.Add(ReadEntry(member));
            }

            return entries;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("The header of a tensor file is not JSON.");
        }
    }

    private static Entry ReadEntry(JsonProperty member)
    {
        var members = new JsonMembers(member.Value, member.Name, "dtype", "shape", "data_offsets");
        var type = Enum.Parse<ElementType>(members.OneOf("dtype", "F32", "I32", "I8"));
        var dimensions = members.Integers("shape", 0, Shape.MaxRank, 1, int.MaxValue);
        var offsets = members.Integers("data_offsets", 2, 2, 0, long.MaxValue);
        var shape = Shape.Of(1);
        for (var i = 0; i < dimensions.Count; i++)
            shape = shape.With(Shape.MaxRank - dimensions.Count + i, (uint)dimensions[i]);
        if (!shape.IsAdmissible || shape.Elements > Array.MaxLength)
            throw new FormatException($"The tensor {member.Name} is too large.");
        return new Entry(member.Name, type, shape, (long)offsets[0], (long)offsets[1]);
    }

    private static Tensor ReadTensor(Entry entry, ReadOnlySpan<byte> bytes)
    {
        if (entry.Type == ElementType.I8) return Tensor.Int8s(entry.Shape, MemoryMarshal.Cast<byte, sbyte>(bytes));
        var words = new uint[entry.Shape.Elements];
        for (var i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        return new Tensor(entry.Type, entry.Shape, words);
    }

    /// <summary>Bytes of an element in a file, whose rows have no gaps.</summary>
    private static int Size(ElementType type) => type == ElementType.I8 ? 1 : 4;

    private static string Dimensions(Shape shape)
    {
        var dimensions =
            new[] { shape.D0, shape.D1, shape.D2, shape.D3 }.SkipWhile((d, axis) => d == 1 && axis < Shape.MaxRank - 1);
        return string.Join(',', dimensions.Select(d => d.ToString(CultureInfo.InvariantCulture)));
    }

    // Printable ASCII that JSON writes as it is.
    private static bool IsPlain(char c) => c is > ' ' and <= '~' and not ('"' or '\\');

    private sealed record Entry(string Name, ElementType Type, Shape Shape, long Begin, long End);
}
