using Marketplace.Chain.Tests.Generated;
using Marketplace.Primitives;

namespace Marketplace.Chain.Tests;

public sealed class LogReaderTests(AnvilFixture fixture) : IClassFixture<AnvilFixture>
{
    [Fact]
    public async Task Read_GivesEveryEventOnceInOrder_WhateverOneQuestionSpans()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var first = (await fixture.Chain.HeadAsync(default)).Number;
        var reader = new LogReader(fixture.Chain, [counter], Counter.Events, first, blocksPerQuestion: 3);

        var read = new List<ChainEvent>();
        for (var i = 1; i <= 10; i++)
        {
            await IncrementAsync(sender, counter, i);
            if (i % 4 == 0) read.AddRange(await reader.ReadAsync(default));
        }

        read.AddRange(await reader.ReadAsync(default));
        read.Select(e => (int)((Counter.IncrementedEvent)e.Event).Amount).Should().Equal(Enumerable.Range(1, 10));
        (await reader.ReadAsync(default)).Should().BeEmpty();
        read.Select(e => e.Log.Block).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task Read_OtherContractsAndOtherEvents_ArePassedOver()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var stranger = await AnvilFixture.DeployCounterAsync(sender);
        var reader = new LogReader(
            fixture.Chain, [counter], EventTable.Empty.With<Counter.IncrementedEvent>(), (await fixture.Chain.HeadAsync(default)).Number);

        await IncrementAsync(sender, stranger, 1);
        (await sender.SendAsync(TransactionRequest.Call(
            counter, new Counter.StoreCall(Hash32.Zero, "", [], new Point(0, 0))), default)).OrThrow();
        await IncrementAsync(sender, counter, 2);

        (await reader.ReadAsync(default)).Should().ContainSingle().Which.Event.Should()
            .Be(new Counter.IncrementedEvent(sender.Account, 2, 2));
    }

    [Fact]
    public async Task Read_WithConfirmations_WaitsForBlocksUponTheLog()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var reader = new LogReader(
            fixture.Chain, [counter], Counter.Events, (await fixture.Chain.HeadAsync(default)).Number, confirmations: 2);
        await IncrementAsync(sender, counter, 1);

        (await reader.ReadAsync(default)).Should().BeEmpty();
        await fixture.Anvil.MineAsync();
        (await reader.ReadAsync(default)).Should().BeEmpty();
        await fixture.Anvil.MineAsync();
        (await reader.ReadAsync(default)).Should().ContainSingle();
    }

    [Fact]
    public async Task Read_AfterAReorganisation_SaysSo()
    {
        await using var anvil = await World.Anvil.StartAsync(new World.AnvilOptions(KeepsHistory: true));
        using var sender = await anvil.NewSenderAsync(Wei.Coins(1), Counter.Errors);
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var reader = new LogReader(anvil.Chain, [counter], Counter.Events, default);
        await IncrementAsync(sender, counter, 1);
        (await reader.ReadAsync(default)).Should().ContainSingle();

        await anvil.ReorganiseAsync(1);
        var read = () => reader.ReadAsync(default);

        await read.Should().ThrowAsync<ChainReorganisedException>();
    }

    private static async Task IncrementAsync(TransactionSender sender, Address counter, int amount) =>
        (await sender.SendAsync(TransactionRequest.Call(counter, new Counter.IncrementCall((UInt128)amount)), default)).OrThrow();
}
