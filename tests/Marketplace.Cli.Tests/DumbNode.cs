using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Chain;

namespace Marketplace.Cli.Tests;

/// <summary>A node that says the same to every question.</summary>
/// <param name="answer">Members of its answer beside version and id: <c>"result": …</c> or <c>"error": …</c>.</param>
public sealed class DumbNode(string answer) : HttpMessageHandler
{
    public ChainClient Chain => new(new JsonRpc(new HttpClient(this), new Uri("http://node.invalid")));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var question = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        var text = $$"""{"jsonrpc":"2.0","id":{{question["id"]}},{{answer}}}""";
        return new HttpResponseMessage { Content = new StringContent(text, Encoding.UTF8, "application/json") };
    }
}
