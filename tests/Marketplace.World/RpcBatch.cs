using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Chain;

namespace Marketplace.World;

/// <summary>Many questions to one node in one request: what thousands of small calls need to be quick.</summary>
public sealed class RpcBatch(HttpClient http, Uri url)
{
    /// <returns>The answers in the order of the questions; an error is an answer too.</returns>
    public async Task<IReadOnlyList<JsonElement>> AskAsync(IReadOnlyList<(string Method, JsonArray Parameters)> questions)
    {
        var request = new JsonArray([.. questions.Select((question, i) => new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = i,
            ["method"] = question.Method,
            ["params"] = question.Parameters,
        })]);
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(request));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.PostAsync(url, content);
        using var body = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        var answers = new JsonElement[questions.Count];
        foreach (var answer in body.RootElement.EnumerateArray()) answers[answer.GetProperty("id").GetInt32()] = answer.Clone();
        return answers;
    }

    /// <summary>What a contract refused a call with; null if it did not.</summary>
    public static byte[]? Refusal(JsonElement answer)
    {
        if (!answer.TryGetProperty("error", out var error)) return null;
        return error.TryGetProperty("data", out var data) && Hex.TryBytes(data.GetString()!, out var bytes)
            ? bytes
            : throw new InvalidOperationException($"The node answered {error.GetRawText()}.");
    }
}
