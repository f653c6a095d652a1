using System.Text;
using System.Text.Json;

namespace Marketplace.Programs.Specs;

/// <summary>One walk over a JSON text before anything is made of it: its size, its depth, its grammar and its texts.</summary>
internal ref struct JsonScan
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly string _what;
    private readonly string?[] _names;
    private readonly int[] _items;
    private int _depth;

    private JsonScan(ReadOnlySpan<byte> utf8, string what, int maxDepth)
    {
        _utf8 = utf8;
        _what = what;
        _names = new string?[maxDepth + 1];
        _items = new int[maxDepth + 1];
    }

    /// <summary>The text as a document.</summary>
    /// <param name="what">It is, for the sentences: "A job spec".</param>
    /// <exception cref="SpecException">It has too many bytes, is too deep, no JSON, or holds a text that is not
    /// Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string what, int maxBytes, int maxDepth)
    {
        if (utf8.Length > maxBytes)
            throw new SpecException(SpecReason.TooLarge, SpecRefusal.Whole, $"{what} has at most {maxBytes} bytes.");
        new JsonScan(utf8.Span, what, maxDepth).Run(maxDepth);
        return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = maxDepth });
    }

    private void Run(int maxDepth)
    {
        var reader = new Utf8JsonReader(_utf8, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        try
        {
            while (reader.Read()) Take(ref reader, maxDepth);
        }
        catch (JsonException e)
        {
            throw NoJson(e, _utf8[(int)reader.BytesConsumed..]);
        }
        catch (InvalidOperationException)
        {
            // The parser looks at a text's Unicode only when it is asked for the text.
            throw new SpecException(SpecReason.NotUnicode, Path(), $"A text in the spec is not Unicode ({Path()}).");
        }
    }

    private void Take(ref Utf8JsonReader reader, int maxDepth)
    {
        if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
        {
            _depth--;
            return;
        }

        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            _names[_depth] = null;
            _names[_depth] = JsonMembers.Shown(reader.GetString()!);
            return;
        }

        if (_items[_depth] >= 0) _items[_depth]++;
        if (reader.TokenType == JsonTokenType.String) _ = reader.GetString();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        if (_depth == maxDepth)
        {
            throw new SpecException(
                SpecReason.TooDeep, Path(), $"{_what} has at most {maxDepth} lists and objects in each other ({Path()}).");
        }

        _depth++;
        _names[_depth] = null;
        _items[_depth] = reader.TokenType == JsonTokenType.StartArray ? 0 : -1;
    }

    private readonly SpecException NoJson(JsonException e, ReadOnlySpan<byte> rest)
    {
        var next = rest.TrimStart(" \t\r\n:,"u8).TrimStart("+-"u8);
        if (!next.StartsWith("NaN"u8) && !next.StartsWith("Infinity"u8))
        {
            return new SpecException(
                SpecReason.NotJson, SpecRefusal.Whole,
                $"This is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }

        if (_items[_depth] >= 0) _items[_depth]++;
        return new SpecException(SpecReason.NotANumber, Path(), $"{Path()} has to be a finite float32.");
    }

    /// <summary>Of the value that was read last.</summary>
    private readonly string Path()
    {
        var path = new StringBuilder();
        for (var level = 1; level <= _depth; level++)
        {
            if (_items[level] > 0) path.Append('[').Append(_items[level] - 1).Append(']');
            else if (_names[level] is { } name) path.Append(path.Length == 0 ? "" : ".").Append(name);
        }

        return path.Length == 0 ? SpecRefusal.Whole : path.ToString();
    }
}
