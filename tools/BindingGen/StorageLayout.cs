using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.BindingGen;

/// <summary>Where a contract keeps what, as a small text: <c>slot offset name type</c>, one line a variable, and below it the
/// members of every struct that is stored.</summary>
public static partial class StorageLayout
{
    /// <param name="layout">The compiler's <c>storageLayout</c>.</param>
    public static string Of(JsonElement layout)
    {
        var text = new StringBuilder();
        foreach (var variable in layout.GetProperty("storage").EnumerateArray()) Line(text, variable);
        if (layout.GetProperty("types") is not { ValueKind: JsonValueKind.Object } types) return text.ToString();
        var structs = types.EnumerateObject().Where(t => t.Value.TryGetProperty("members", out _))
            .OrderBy(t => t.Value.GetProperty("label").GetString(), StringComparer.Ordinal);
        foreach (var type in structs)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{type.Value.GetProperty("label").GetString()}\n");
            foreach (var member in type.Value.GetProperty("members").EnumerateArray()) Line(text, member);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, JsonElement variable) => text.Append(
        CultureInfo.InvariantCulture,
        $"{variable.GetProperty("slot").GetString()} {variable.GetProperty("offset").GetInt32()} {variable.GetProperty("label").GetString()} {Type(variable)}\n");

    /// <summary>The compiler numbers its types anew at every run: t_struct(Terms)1234_storage is t_struct(Terms)_storage.</summary>
    private static string Type(JsonElement variable) => Number().Replace(variable.GetProperty("type").GetString()!, ")");

    [GeneratedRegex(@"\)\d+")]
    private static partial Regex Number();
}
