using System.Text.Json;
using Marketplace.Primitives;

namespace Marketplace.Programs;

/// <summary>An object with exactly the expected members; every refusal is one sentence that names the member.</summary>
internal sealed class JsonMembers
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly string _prefix;

    /// <exception cref="FormatException">Not an object; a member unknown, twice or missing.</exception>
    public JsonMembers(JsonElement element, string name, params string[] expected)
    {
        _prefix = name.Length == 0 ? "" : name + ".";
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException(name.Length == 0
                ? "A job spec is a JSON object."
                : $"{name} has to be an object.");
        foreach (var member in element.EnumerateObject())
        {
            if (!expected.Contains(member.Name, StringComparer.Ordinal))
                throw new FormatException($"There is no member {_prefix}{Shown(member.Name)}.");
            if (!_members.TryAdd(member.Name, member.Value))
                throw new FormatException($"{_prefix}{member.Name} stands there twice.");
        }

        var missing = expected.FirstOrDefault(e => !_members.ContainsKey(e));
        if (missing is not null) throw new FormatException($"{_prefix}{missing} is missing.");
    }

    public JsonMembers Object(string name, params string[] expected) => new(_members[name], _prefix + name, expected);

    public ulong Integer(string name, ulong least, ulong most) => Integer(_members[name], _prefix + name, least, most);

    public List<ulong> Integers(string name, int fewest, int most, ulong leastEach, ulong mostEach)
    {
        var element = _members[name];
        if (element.ValueKind != JsonValueKind.Array) throw new FormatException($"{_prefix}{name} has to be a list.");
        var count = element.GetArrayLength();
        if (count < fewest || count > most)
            throw new FormatException($"{_prefix}{name} has {fewest} to {most} entries, not {count}.");
        var whole = _prefix + name;
        return [.. element.EnumerateArray().Select((item, i) => Integer(item, $"{whole}[{i}]", leastEach, mostEach))];
    }

    /// <summary>A finite float32, the one nearest to the decimal.</summary>
    public float Float(string name, Func<float, bool> inRange, string range)
    {
        var element = _members[name];
        if (element.ValueKind != JsonValueKind.Number)
            throw new FormatException($"{_prefix}{name} has to be a number.");
        if (!element.TryGetSingle(out var value) || !float.IsFinite(value))
            throw new FormatException($"{_prefix}{name} has to be a finite float32.");
        return inRange(value) ? value : throw new FormatException($"{_prefix}{name} has to be {range}.");
    }

    public string OneOf(string name, params string[] words)
    {
        var text = Text(name);
        return words.Contains(text, StringComparer.Ordinal)
            ? text
            : throw new FormatException($"{_prefix}{name} has to be \"{string.Join("\" or \"", words)}\".");
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public Hash32 Hash(string name)
    {
        var text = Text(name);
        if (text.Length != 64 || !text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')))
            throw new FormatException($"{_prefix}{name} has to be 64 lower-case hexadecimal digits.");
        return Hash32.FromHex(text);
    }

    private static ulong Integer(JsonElement element, string name, ulong least, ulong most)
    {
        // 2.0, 2e0 and -1 are numbers too, but no natural numbers in their shortest form.
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetUInt64(out var value))
            throw new FormatException($"{name} has to be a whole number.");
        if (value < least || value > most)
            throw new FormatException(least == most
                ? $"{name} has to be {least}."
                : $"{name} has to be from {least} to {most}.");
        return value;
    }

    private string Text(string name)
    {
        var element = _members[name];
        return element.ValueKind == JsonValueKind.String
            ? element.GetString()!
            : throw new FormatException($"{_prefix}{name} has to be a text.");
    }

    // A hostile name must not fill a log.
    private static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "…";
}
