using System.Net;
using System.Text;

namespace Marketplace.Chain.Tests;

public sealed class JsonRpcTests
{
    [Fact]
    public async Task Call_AResult_IsReturned()
    {
        var result = await Answering("""{"jsonrpc":"2.0","id":1,"result":"0x10"}""").CallAsync("m", [], default);

        result.GetString().Should().Be("0x10");
    }

    [Theory]
    [InlineData("""{"error":{"code":3,"message":"execution reverted","data":"0x01020304"}}""", true, false)]
    [InlineData("""{"error":{"code":-32000,"message":"execution reverted","data":{"data":"0x01020304"}}}""", true, false)]
    [InlineData("""{"error":{"code":-32603,"message":"EVM error OutOfGas"}}""", false, true)]
    [InlineData("""{"error":{"code":-32003,"message":"Insufficient funds for gas * price + value"}}""", false, false)]
    public async Task Call_AnError_IsThrownWithItsKind(string answer, bool isRevert, bool isOutOfGas)
    {
        var call = () => Answering(answer).CallAsync("eth_call", [], default);

        var error = (await call.Should().ThrowAsync<JsonRpcException>()).Which;
        error.IsRevert.Should().Be(isRevert);
        error.IsOutOfGas.Should().Be(isOutOfGas);
        error.Method.Should().Be("eth_call");
        error.RevertData.Should().Equal(isRevert ? [1, 2, 3, 4] : null);
    }

    [Theory]
    [InlineData("<html>bad gateway</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task Call_AnswerThatIsNotJsonRpc_IsAFailureOfTheWorld(string answer)
    {
        var call = () => Answering(answer, HttpStatusCode.BadGateway).CallAsync("m", [], default);

        await call.Should().ThrowAsync<NodeUnreachableException>();
    }

    [Fact]
    public async Task Call_NobodyListens_NamesTheHostAndNotTheSecretInItsPath()
    {
        using var http = new HttpClient();
        var call = () => new JsonRpc(http, new Uri("http://127.0.0.1:1/secret")).CallAsync("m", [], default);

        var failure = await call.Should().ThrowAsync<NodeUnreachableException>();
        failure.Which.Message.Should().Contain("127.0.0.1:1").And.NotContain("secret");
    }

    [Fact]
    public async Task Call_ANodeThatNeverAnswers_FailsAfterTheTimeout()
    {
        var call = () => Silent(TimeSpan.FromMilliseconds(50)).CallAsync("m", [], default);

        (await call.Should().ThrowAsync<NodeUnreachableException>()).WithMessage("*did not answer in time*");
    }

    [Fact]
    public async Task Call_Cancelled_IsCancelledAndNoFailure()
    {
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var call = () => Silent(TimeSpan.FromMinutes(1)).CallAsync("m", [], cancelled.Token);

        await call.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("\"0x\"")]
    [InlineData("\"12\"")]
    [InlineData("\"0xzz\"")]
    [InlineData("\"0x10000000000000000\"")]
    [InlineData("null")]
    public async Task ChainId_ThatIsNoQuantity_IsMalformed(string result)
    {
        var chain = new ChainClient(Answering($$"""{"result":{{result}}}"""));
        var ask = () => chain.ChainIdAsync(default);

        await ask.Should().ThrowAsync<MalformedAnswerException>();
    }

    private static JsonRpc Answering(string answer, HttpStatusCode status = HttpStatusCode.OK) =>
        new(new HttpClient(new Handler(_ => Task.FromResult(answer), status)), new Uri("http://node"));

    private static JsonRpc Silent(TimeSpan timeout)
    {
        var handler = new Handler(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return "";
        });
        return new JsonRpc(new HttpClient(handler) { Timeout = timeout }, new Uri("http://node"));
    }

    private sealed class Handler(Func<CancellationToken, Task<string>> answer, HttpStatusCode status = HttpStatusCode.OK)
        : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await answer(cancellationToken);
            return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
