using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Marketplace.Primitives;
using Marketplace.Programs.Specs;

namespace Marketplace.Programs;

/// <summary>An object with exactly the expected members; every refusal is one sentence that names the member.</summary>
/// <remarks>All methods throw a <see cref="SpecException"/>, which is a <see cref="FormatException"/>, for a value that
/// is not what it has to be. Fallbacks are for optional members: a missing one that is required was refused at once.</remarks>
internal sealed class JsonMembers
{
    private const int MaxAmountDigits = 19;

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly string _prefix;

    /// <exception cref="FormatException">Not an object; a member unknown, twice or missing.</exception>
    public JsonMembers(JsonElement element, string name, params string[] expected)
        : this(element, name, expected, [])
    {
    }

    /// <param name="name">The object's own path; empty for the whole document.</param>
    /// <inheritdoc cref="JsonMembers(JsonElement, string, string[])"/>
    public JsonMembers(JsonElement element, string name, string[] required, string[] optional)
    {
        _prefix = name.Length == 0 ? "" : name + ".";
        if (element.ValueKind != JsonValueKind.Object) throw NoObject(name);
        foreach (var member in element.EnumerateObject())
        {
            if (!required.Concat(optional).Contains(member.Name, StringComparer.Ordinal))
                throw Refused(SpecReason.UnknownMember, Shown(member.Name), path => $"There is no member {path}.");
            if (!_members.TryAdd(member.Name, member.Value))
                throw Refused(SpecReason.DuplicateMember, member.Name, path => $"{path} stands there twice.");
        }

        var missing = required.FirstOrDefault(e => !_members.ContainsKey(e));
        if (missing is not null) throw Missing(missing);
    }

    /// <summary>Members that were looked at before, of the whole document.</summary>
    public JsonMembers(Dictionary<string, JsonElement> members, IEnumerable<string> required)
    {
        (_members, _prefix) = (members, "");
        var missing = required.FirstOrDefault(e => !_members.ContainsKey(e));
        if (missing is not null) throw Missing(missing);
    }

    /// <summary>The name as a log can bear it: short, of printable ASCII.</summary>
    public static string Shown(string name)
    {
        var plain = string.Concat(name.Take(40).Select(c => c is > ' ' and < '\x7f' ? c : '?'));
        return name.Length <= 40 ? plain : plain + "…";
    }

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>Whether a member has this value; numbers are compared as numbers.</summary>
    public bool Is(string name, string json)
    {
        using var value = JsonDocument.Parse(json);
        return JsonElement.DeepEquals(_members[name], value.RootElement);
    }

    public string PathOf(string name) => _prefix + name;

    /// <param name="sentence">Made of the member's path.</param>
    public SpecException Refused(SpecReason reason, string name, Func<string, string> sentence) =>
        new(reason, PathOf(name), sentence(PathOf(name)));

    public JsonMembers Object(string name, params string[] expected) => Object(name, expected, []);

    public JsonMembers Object(string name, string[] required, string[] optional) =>
        new(_members[name], PathOf(name), required, optional);

    /// <summary>The word that says which members an object has, before these are looked at.</summary>
    /// <param name="member">Of the object <paramref name="name"/>.</param>
    public string KindOf(string name, string member, params string[] words)
    {
        var (element, path) = (_members[name], PathOf(name));
        if (element.ValueKind != JsonValueKind.Object) throw NoObject(path);
        return element.TryGetProperty(member, out var kind)
            ? OneOf(kind, $"{path}.{member}", words)
            : throw new SpecException(SpecReason.MissingMember, $"{path}.{member}", $"{path}.{member} is missing.");
    }

    /// <summary>A list of objects, each with its own path.</summary>
    public List<JsonMembers> Objects(string name, int fewest, int most, params string[] expected) =>
        List(name, fewest, most, (item, path) => new JsonMembers(item, path, expected));

    public List<ulong> Integers(string name, int fewest, int most, ulong leastEach, ulong mostEach) =>
        List(name, fewest, most, (item, path) => Integer(item, path, leastEach, mostEach));

    public ulong Integer(string name, ulong least, ulong most) => Integer(_members[name], PathOf(name), least, most);

    /// <param name="fallback">If it is missing; it has to be in range as well.</param>
    public int Integer(string name, int least, int most, int? fallback = null)
    {
        if (Has(name) || fallback is not { } value) return (int)Integer(name, (ulong)least, (ulong)most);
        return value >= least && value <= most ? value : throw Outside(PathOf(name), (ulong)least, (ulong)most);
    }

    public float Float(string name, FloatRange range, float? fallback = null) =>
        !Has(name) && fallback is { } value ? value : Float(name, range.Holds, range.Words);

    /// <summary>A finite float32, the one nearest to the decimal.</summary>
    public float Float(string name, Func<float, bool> inRange, string range)
    {
        var element = _members[name];
        if (element.ValueKind != JsonValueKind.Number)
            throw Refused(SpecReason.WrongType, name, path => $"{path} has to be a number.");
        if (!element.TryGetSingle(out var value) || !float.IsFinite(value))
            throw Refused(SpecReason.NotANumber, name, path => $"{path} has to be a finite float32.");
        if (!inRange(value)) throw Refused(SpecReason.OutOfRange, name, path => $"{path} has to be {range}.");
        return value == 0 && IsSigned(element) ? throw NegativeZero(PathOf(name)) : value;
    }

    public bool Boolean(string name, bool? fallback = null)
    {
        if (!Has(name) && fallback is { } value) return value;
        return _members[name].ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Refused(SpecReason.WrongType, name, path => $"{path} has to be true or false."),
        };
    }

    public string OneOf(string name, params string[] words) => OneOf(_members[name], PathOf(name), words);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public Hash32 Hash(string name)
    {
        var text = Text(name);
        if (text.Length != 64 || !text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')))
            throw Refused(SpecReason.WrongDigest, name, path => $"{path} has to be 64 lower-case hexadecimal digits.");
        return Hash32.FromHex(text);
    }

    /// <summary>An amount that JSON's numbers cannot be trusted with: a decimal in a text, 1 to 2^63 − 1.</summary>
    public long Amount(string name)
    {
        var text = Text(name);
        if (text.Length == 0 || !text.All(char.IsAsciiDigit))
            throw Refused(SpecReason.WrongType, name, path => $"{path} has to be a whole number in a text.");
        if (text[0] == '0' && text.Length > 1)
            throw Refused(SpecReason.NotCanonical, name, path => $"{path} has to stand there without leading zeros.");
        return text.Length <= MaxAmountDigits
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount > 0
            ? amount
            : throw Refused(SpecReason.OutOfRange, name, path => $"{path} has to be from 1 to {long.MaxValue}.");
    }

    public string Text(string name) => Text(_members[name], PathOf(name));

    private List<T> List<T>(string name, int fewest, int most, Func<JsonElement, string, T> read)
    {
        var (element, whole) = (_members[name], PathOf(name));
        if (element.ValueKind != JsonValueKind.Array)
            throw new SpecException(SpecReason.WrongType, whole, $"{whole} has to be a list.");
        var count = element.GetArrayLength();
        if (count < fewest || count > most)
            throw new SpecException(SpecReason.OutOfRange, whole, $"{whole} has {fewest} to {most} entries, not {count}.");
        return [.. element.EnumerateArray().Select((item, i) => read(item, $"{whole}[{i}]"))];
    }

    private static ulong Integer(JsonElement element, string path, ulong least, ulong most)
    {
        // 2.0 and 2e0 are numbers too, but no natural numbers in their shortest form.
        if (element.ValueKind != JsonValueKind.Number
            || JsonMarshal.GetRawUtf8Value(element).IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
            throw new SpecException(SpecReason.WrongType, path, $"{path} has to be a whole number.");
        if (JsonMarshal.GetRawUtf8Value(element).SequenceEqual("-0"u8)) throw NegativeZero(path);
        if (!element.TryGetUInt64(out var value))
            throw new SpecException(SpecReason.OutOfRange, path, $"{path} has to be a whole number from {least} to {most}.");
        return value >= least && value <= most ? value : throw Outside(path, least, most);
    }

    private static string OneOf(JsonElement element, string path, string[] words)
    {
        var text = Text(element, path);
        return words.Contains(text, StringComparer.Ordinal)
            ? text
            : throw new SpecException(SpecReason.UnknownWord, path, $"{path} has to be \"{string.Join("\" or \"", words)}\".");
    }

    private static string Text(JsonElement element, string path) => element.ValueKind == JsonValueKind.String
        ? element.GetString()!
        : throw new SpecException(SpecReason.WrongType, path, $"{path} has to be a text.");

    private static bool IsSigned(JsonElement number) => JsonMarshal.GetRawUtf8Value(number)[0] == (byte)'-';

    private SpecException Missing(string name) =>
        Refused(SpecReason.MissingMember, name, path => $"{path} is missing.");

    private static SpecException NoObject(string path) => path.Length == 0
        ? new(SpecReason.WrongType, SpecRefusal.Whole, "A job spec is a JSON object.")
        : new(SpecReason.WrongType, path, $"{path} has to be an object.");

    private static SpecException NegativeZero(string path) =>
        new(SpecReason.NotCanonical, path, $"{path} is a negative zero: a zero has no sign here.");

    private static SpecException Outside(string path, ulong least, ulong most) => new(
        SpecReason.OutOfRange, path,
        least == most ? $"{path} has to be {least}." : $"{path} has to be from {least} to {most}.");
}
