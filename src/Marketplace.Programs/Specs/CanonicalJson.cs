using System.Globalization;
using System.Text;

namespace Marketplace.Programs.Specs;

/// <summary>JSON in its one writing (B13): no white space, members in the order of the calls, numbers in their shortest
/// form. Texts and names need no escapes: they are words and plain file names.</summary>
internal sealed class CanonicalJson
{
    private readonly StringBuilder _text = new();

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(_text.ToString());

    public CanonicalJson Object(Action<CanonicalJson> members) => Enclosed('{', members, '}');

    public CanonicalJson Object(string name, Action<CanonicalJson> members) => Name(name).Object(members);

    public CanonicalJson List<T>(string name, IEnumerable<T> items, Action<CanonicalJson, T> write) =>
        Name(name).Enclosed('[', json => { foreach (var item in items) write(json.Next(), item); }, ']');

    public CanonicalJson List(string name, IEnumerable<int> items) => List(name, items, (json, item) => json.Value(item));

    public CanonicalJson Text(string name, string value) => Name(name).Value($"\"{value}\"");

    public CanonicalJson Number(string name, ulong value) => Name(name).Value(value);

    public CanonicalJson Number(string name, int value) => Name(name).Value(value);

    public CanonicalJson Number(string name, float value) => Name(name).Value(Shortest(value));

    public CanonicalJson Boolean(string name, bool value) => Name(name).Value(value ? "true" : "false");

    /// <summary>An amount above 2^53 is safe only as a text.</summary>
    public CanonicalJson Amount(string name, long value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The shortest digits that read back as the same float32; an exponent as in 1e-8.</summary>
    public static string Shortest(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        if (e < 0) return text;
        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return text[..e] + "e" + exponent.ToString(CultureInfo.InvariantCulture);
    }

    private CanonicalJson Name(string name)
    {
        Next()._text.Append('"').Append(name).Append("\":");
        return this;
    }

    private CanonicalJson Next()
    {
        if (_text.Length > 0 && _text[^1] is not ('{' or '[' or ':')) _text.Append(',');
        return this;
    }

    private CanonicalJson Enclosed(char open, Action<CanonicalJson> inner, char close)
    {
        _text.Append(open);
        inner(this);
        _text.Append(close);
        return this;
    }

    private CanonicalJson Value<T>(T value)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }
}
