using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Marketplace.Programs.Data;

/// <summary>Texts joined to one row of bytes, a byte 0 between neighbouring documents.</summary>
public sealed class TextDocuments
{
    // A line is a document with its member names around it.
    private const int MaxLine = 1 << 28;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool _begun;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Adds a file as one document, byte by byte: whatever its encoding.</summary>
    /// <exception cref="FormatException">There are more than 2 GiB in all.</exception>
    public void AddText(Stream text)
    {
        Begin();
        var part = new byte[1 << 16];
        for (int count; (count = text.Read(part)) > 0;) Append(part.AsSpan(0, count));
    }

    /// <summary>Adds a document for each line of JSON: the text of one member, in UTF-8. Empty lines are
    /// skipped.</summary>
    /// <exception cref="FormatException">A line is no object with such a text; the sentence has its number.</exception>
    public void AddJsonLines(Stream lines, string member)
    {
        var number = 0;
        foreach (var line in Lines(lines))
        {
            number++;
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            Begin();
            Append(Encoding.UTF8.GetBytes(Text(line, member, number)));
        }
    }

    private static string Text(ReadOnlyMemory<byte> line, string member, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FormatException($"Line {number} is no JSON object.");
            if (!document.RootElement.TryGetProperty(member, out var text))
                throw new FormatException($"Line {number} has no member \"{member}\".");
            return text.ValueKind == JsonValueKind.String
                ? text.GetString()!
                : throw new FormatException($"Line {number}: \"{member}\" is no text.");
        }
        catch (JsonException)
        {
            throw new FormatException($"Line {number} is not JSON.");
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"Line {number} holds a text that is not Unicode.");
        }
    }

    // Split at line feeds only: a carriage return is white space to JSON.
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream stream)
    {
        var buffer = new byte[1 << 16];
        var (begin, end) = (0, 0);
        while (true)
        {
            var newline = buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                yield return buffer.AsMemory(begin, newline);
                begin += newline + 1;
                continue;
            }

            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, end) = (0, end - begin);
            if (end == MaxLine) throw new FormatException($"A line has more than {MaxLine} bytes.");
            if (end == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
            var count = stream.Read(buffer, end, buffer.Length - end);
            end += count;
            if (count > 0) continue;
            if (end > 0) yield return buffer.AsMemory(0, end);
            yield break;
        }
    }

    private void Begin()
    {
        if (_begun) Append([0]);
        _begun = true;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if ((long)_bytes.WrittenCount + bytes.Length > Array.MaxLength)
            throw new FormatException("There are more than 2 GiB of text.");
        _bytes.Write(bytes);
    }
}
