using System.Diagnostics;
using Marketplace.Primitives;
using Marketplace.World;

namespace Marketplace.Chain.Tests;

public sealed class AnvilTests
{
    [Fact]
    public async Task Start_WithOptions_IsSuchAChain()
    {
        await using var anvil = await Anvil.StartAsync(new AnvilOptions(ChainId: 77, BlockGasLimit: 30_000_000, Accounts: 1, TimestampSeconds: 2_000_000_000));

        (await anvil.Chain.ChainIdAsync(default)).Should().Be(77);
        var head = await anvil.Chain.HeadAsync(default);
        head.GasLimit.Should().Be(30_000_000);
        head.TimestampSeconds.Should().BeInRange(2_000_000_000, 2_000_000_060);
    }

    [Fact]
    public async Task Time_MovesByHand()
    {
        await using var anvil = await Anvil.StartAsync();
        var before = (await anvil.Chain.HeadAsync(default)).TimestampSeconds;

        await anvil.AdvanceAsync(86_400);
        (await anvil.Chain.HeadAsync(default)).TimestampSeconds.Should().BeInRange(before + 86_400, before + 86_460);

        await anvil.SetNextTimestampAsync(before + 1_000_000);
        await anvil.MineAsync();
        (await anvil.Chain.HeadAsync(default)).TimestampSeconds.Should().Be(before + 1_000_000);
    }

    [Fact]
    public async Task Revert_ToASnapshot_TakesBackWhatHappenedSince()
    {
        await using var anvil = await Anvil.StartAsync();
        var account = Address.FromHex("00000000000000000000000000000000000000aa");
        await anvil.SetBalanceAsync(account, Wei.Coins(1));
        var snapshot = await anvil.SnapshotAsync();
        await anvil.SetBalanceAsync(account, Wei.Coins(2));

        await anvil.RevertAsync(snapshot);

        (await anvil.Chain.BalanceAsync(account, default)).Should().Be(Wei.Coins(1));
    }

    [Fact]
    public async Task Dispose_EndsTheProcess()
    {
        var anvil = await Anvil.StartAsync();
        var chain = anvil.Chain;
        await anvil.DisposeAsync();

        using var http = new HttpClient();
        var ask = () => new ChainClient(new JsonRpc(http, anvil.Url)).ChainIdAsync(default);
        await ask.Should().ThrowAsync<NodeUnreachableException>();
    }
}
