using System.Text.Json;

namespace Marketplace.Agents.Submission;

/// <summary>What the reader of JSON objects to, in the words of a job file: people who write one know no types.</summary>
internal static class JobFileFault
{
    /// <param name="file">What the file is.</param>
    public static JobFileException Of(JsonException fault, string file = "job file")
    {
        var where = fault.Path is { Length: > 1 } path ? $" at {path[2..]}" : "";
        var line = fault.LineNumber is { } n ? $", line {n + 1}" : "";
        return new JobFileException($"The {file} is not well formed{where}{line}: {What(fault.Message)}.");
    }

    private static string What(string message)
    {
        if (message.Contains("missing required properties", StringComparison.Ordinal))
            return Between(message, "including: ", ".").Replace('\'', '"') + " is missing";
        if (message.Contains("could not be mapped", StringComparison.Ordinal))
            return $"there is no member \"{Between(message, "property '", "'")}\"";
        if (message.Contains("Duplicate property", StringComparison.Ordinal))
            return $"\"{Between(message, "property '", "'")}\" stands there twice";
        if (message.Contains("null values", StringComparison.Ordinal)) return "null is no value";
        if (message.Contains("could not be converted", StringComparison.Ordinal))
            return Expected(Between(message, "converted to ", ". ")) + " is expected";
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }

    private static string Expected(string type) => type.TrimEnd('.') switch
    {
        "System.UInt32" or "System.UInt64" or "System.Int32" or "System.Nullable`1[System.Int32]" => "a whole number of its range",
        "System.Single" => "a number",
        "System.String" => "a text",
        "System.Int32[]" => "a list of whole numbers",
        "System.String[]" => "a list of texts",
        _ => "an object",
    };

    private static string Between(string text, string before, string after)
    {
        var rest = text[(text.IndexOf(before, StringComparison.Ordinal) + before.Length)..];
        var end = rest.IndexOf(after, StringComparison.Ordinal);
        return end < 0 ? rest : rest[..end];
    }
}
