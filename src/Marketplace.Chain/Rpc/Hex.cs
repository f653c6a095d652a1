using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>The two hexadecimal forms of JSON-RPC: a quantity has no leading zeros, data has whole bytes.</summary>
public static class Hex
{
    public static string Quantity(UInt128 value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    public static string Data(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    public static bool TryBytes(string text, out byte[] bytes)
    {
        bytes = [];
        if (!text.StartsWith("0x", StringComparison.Ordinal) || text.Length % 2 != 0) return false;
        if (!text.AsSpan(2).ContainsAnyExcept(Digits)) bytes = Convert.FromHexString(text.AsSpan(2));
        return bytes.Length == (text.Length - 2) / 2;
    }

    public static byte[] Bytes(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && TryBytes(json.GetString()!, out var bytes)
            ? bytes
            : throw new MalformedAnswerException($"The node answered '{Shortened(json)}' where data was expected.");

    public static Hash32 Hash(JsonElement json) => Sized(json, Hash32.Size, b => new Hash32(b));

    public static Address Address(JsonElement json) => Sized(json, Primitives.Address.Size, b => new Address(b));

    public static ulong UInt64(JsonElement json)
    {
        var value = UInt128(json);
        return value <= ulong.MaxValue ? (ulong)value : throw NotAQuantity(json);
    }

    public static UInt128 UInt128(JsonElement json)
    {
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : "";
        if (text.Length < 3 || !text.StartsWith("0x", StringComparison.Ordinal)) throw NotAQuantity(json);
        return System.UInt128.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw NotAQuantity(json);
    }

    /// <summary>The member of an object that a method promises.</summary>
    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            ? value
            : throw new MalformedAnswerException($"The node's answer lacks '{name}'.");

    private static readonly System.Buffers.SearchValues<char> Digits =
        System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static T Sized<T>(JsonElement json, int size, Func<byte[], T> read)
    {
        var bytes = Bytes(json);
        return bytes.Length == size
            ? read(bytes)
            : throw new MalformedAnswerException($"The node answered {bytes.Length} bytes where {size} were expected.");
    }

    private static MalformedAnswerException NotAQuantity(JsonElement json) =>
        new($"The node answered '{Shortened(json)}' where a quantity was expected.");

    private static string Shortened(JsonElement json)
    {
        var text = json.ToString();
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}
