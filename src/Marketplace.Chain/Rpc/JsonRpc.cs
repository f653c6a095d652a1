using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>One node, asked one question at a time over HTTP. Safe for concurrent callers; tries nothing twice.</summary>
/// <param name="http">Owned by the caller; its Timeout bounds every question.</param>
/// <param name="url">The node. It may hold a secret: messages name the host only.</param>
public sealed class JsonRpc(HttpClient http, Uri url)
{
    private long _lastId;

    /// <summary>Calls a method and returns its result, which may be JSON null.</summary>
    /// <exception cref="JsonRpcException">The node answered with an error.</exception>
    /// <exception cref="NodeUnreachableException">No JSON-RPC answer came.</exception>
    public async Task<JsonElement> CallAsync(string method, JsonNode?[] parameters, CancellationToken cancellation)
    {
        var request = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = Interlocked.Increment(ref _lastId),
            ["method"] = method,
            ["params"] = new JsonArray(parameters),
        };
        using var answer = await PostAsync(method, request, cancellation);
        if (answer.RootElement.ValueKind != JsonValueKind.Object) throw NotJsonRpc(method);
        if (answer.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            throw ErrorOf(method, error);
        if (!answer.RootElement.TryGetProperty("result", out var result)) throw NotJsonRpc(method);
        return result.Clone();
    }

    private async Task<JsonDocument> PostAsync(string method, JsonObject request, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(request));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await http.PostAsync(url, content, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            try
            {
                return JsonDocument.Parse(body);
            }
            catch (JsonException e)
            {
                throw new NodeUnreachableException(
                    $"{method}: {url.Authority} answered HTTP {(int)response.StatusCode} and no JSON.", e);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new NodeUnreachableException($"{method}: no answer from the node at {url.Authority}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new NodeUnreachableException($"{method}: the node at {url.Authority} did not answer in time.", e);
        }
    }

    private NodeUnreachableException NotJsonRpc(string method) =>
        new($"{method}: what {url.Authority} answered is not JSON-RPC.");

    private static JsonRpcException ErrorOf(string method, JsonElement error)
    {
        var code = error.TryGetProperty("code", out var c) && c.TryGetInt32(out var number) ? number : 0;
        var message = error.TryGetProperty("message", out var m) ? m.ToString() : "no message";
        return new JsonRpcException(method, code, message, RevertData(error));
    }

    /// <summary>Most nodes put the revert data into error.data, some into error.data.data.</summary>
    private static byte[]? RevertData(JsonElement error)
    {
        if (!error.TryGetProperty("data", out var data)) return null;
        if (data.ValueKind == JsonValueKind.Object && !data.TryGetProperty("data", out data)) return null;
        if (data.ValueKind != JsonValueKind.String) return null;
        return Hex.TryBytes(data.GetString()!, out var bytes) ? bytes : null;
    }
}
