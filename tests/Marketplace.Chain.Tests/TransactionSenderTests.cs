using Marketplace.Chain.Tests.Generated;
using Marketplace.Primitives;

namespace Marketplace.Chain.Tests;

/// <summary>What a sender does when the contract, the node or another sender stands in its way.</summary>
public sealed class TransactionSenderTests(AnvilFixture fixture) : IClassFixture<AnvilFixture>
{
    [Fact]
    public async Task Send_WhatWouldBeRefused_CostsNothingAndNamesTheReason()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender, most: 5);
        var before = await fixture.Chain.BalanceAsync(sender.Account, default);

        var refused = await RefusedAsync(sender, counter, new Counter.IncrementCall(6));

        refused.Reason.ToString().Should().Be("TooMuch(6, 5)");
        refused.Receipt.Should().BeNull();
        (await fixture.Chain.BalanceAsync(sender.Account, default)).Should().Be(before);
    }

    [Fact]
    public async Task Send_WhatWouldBeRefused_WithAGivenLimit_IsNotSentEither()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        using var stranger = await fixture.SenderAsync();

        var refused = await RefusedAsync(stranger, counter, new Counter.CloseCall(), gasLimit: 100_000);

        refused.Reason.Name.Should().Be("NotOwner");
        refused.Receipt.Should().BeNull();
    }

    [Fact]
    public async Task Send_ARequireWithText_GivesTheText()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);

        (await RefusedAsync(sender, counter, new Counter.RefuseCall("not today"))).Reason.ToString().Should().Be("not today");
    }

    [Fact]
    public async Task Send_WithTooLittleGas_IsForeseen()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);

        var refused = await RefusedAsync(sender, counter, new Counter.FillCall(10), gasLimit: 60_000);

        refused.Reason.Name.Should().Be(RevertReason.OutOfGas);
        refused.Receipt.Should().BeNull();
    }

    [Fact]
    public async Task Send_MoreGasThanATransactionMayTake_IsRefusedBeforeItIsSent()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);

        (await RefusedAsync(sender, counter, new Counter.FillCall(1_000))).Reason.Name.Should().Be(RevertReason.OutOfGas);
    }

    [Fact]
    public async Task Send_WhatIsRefusedOnlyInItsBlock_IsExplainedAfterwards()
    {
        using var random = System.Security.Cryptography.RandomNumberGenerator.Create();
        var owner = MemorySigner.Generate(random);
        await fixture.Anvil.SetBalanceAsync(owner.Address, Wei.Coins(1));
        using var ownerSender = new TransactionSender(fixture.Chain, owner, Counter.Errors, TimeProvider.System);
        var counter = await AnvilFixture.DeployCounterAsync(ownerSender);
        using var late = await fixture.SenderAsync();

        Task<TransactionResult> sending;
        await using (var pause = await fixture.PausedAsync())
        {
            sending = late.SendAsync(TransactionRequest.Call(counter, new Counter.IncrementCall(1)), default);
            await pause.WaitingAsync(late.Account);
            // The owner's higher tip puts the closing first in the block.
            var closing = new Eip1559Transaction(
                31_337, 1, new Wei(100_000_000_000), new Wei(200_000_000_000), 100_000, counter, Wei.Zero, new Counter.CloseCall().Encode());
            await fixture.Chain.SendRawAsync(closing.SignedBy(owner).Raw, default);
            await fixture.Anvil.MineAsync();
        }

        var refused = (await sending).Should().BeOfType<TransactionResult.Refused>().Subject;
        refused.Reason.Name.Should().Be("Closed");
        refused.Receipt!.Succeeded.Should().BeFalse();
        refused.Receipt.GasUsed.Should().BePositive();
    }

    [Fact]
    public async Task Send_AfterTheNonceWasUsedElsewhere_FindsTheNextOne()
    {
        using var random = System.Security.Cryptography.RandomNumberGenerator.Create();
        var signer = MemorySigner.Generate(random);
        await fixture.Anvil.SetBalanceAsync(signer.Address, Wei.Coins(1));
        using var one = new TransactionSender(fixture.Chain, signer, Counter.Errors, TimeProvider.System);
        using var other = new TransactionSender(fixture.Chain, signer, Counter.Errors, TimeProvider.System);
        var counter = await AnvilFixture.DeployCounterAsync(one);
        var increment = TransactionRequest.Call(counter, new Counter.IncrementCall(1));

        // Each of the two remembers a nonce that the other uses meanwhile.
        for (var i = 0; i < 3; i++)
        {
            (await other.SendAsync(increment, default)).OrThrow();
            (await one.SendAsync(increment, default)).OrThrow();
        }

        (await fixture.Chain.ReadAsync(counter, new Counter.TotalCall(), default)).Should().Be(6);
    }

    [Fact]
    public async Task Send_ManyAtOnce_AllAreMinedInOneOrderOfNonces()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var increment = TransactionRequest.Call(counter, new Counter.IncrementCall(1));

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => sender.SendAsync(increment, default)));

        results.Should().AllBeOfType<TransactionResult.Mined>();
        (await fixture.Chain.ReadAsync(counter, new Counter.TotalCall(), default)).Should().Be(50);
    }

    [Fact]
    public async Task Send_TwoHundredInARow_AllAreMined()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        for (var i = 1; i <= 200; i++)
        {
            var mined = (await sender.SendAsync(TransactionRequest.Call(counter, new Counter.IncrementCall(1)), default)).OrThrow();
            mined.Events<Counter.IncrementedEvent>().Single().Total.Should().Be(i);
        }
    }

    [Fact]
    public async Task Send_WithoutCoins_IsAFailureOfTheWorldAndNotOfTheContract()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        using var poor = await fixture.Anvil.NewSenderAsync(Wei.Zero, Counter.Errors);
        var send = () => poor.SendAsync(TransactionRequest.Call(counter, new Counter.IncrementCall(1)), default);

        await send.Should().ThrowAsync<ChainFailureException>();
    }

    [Fact]
    public async Task Send_IntoNoBlock_FailsInTime_AndTheNextOneFollowsIt()
    {
        using var sender = await fixture.SenderAsync(new TransactionSenderOptions { MinedWithin = TimeSpan.FromMilliseconds(100) });
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var increment = TransactionRequest.Call(counter, new Counter.IncrementCall(1), gasLimit: 200_000);
        await using (await fixture.PausedAsync())
        {
            var send = () => sender.SendAsync(increment, default);
            await send.Should().ThrowAsync<TransactionNotMinedException>();
            await fixture.Anvil.MineAsync();
        }

        (await sender.SendAsync(increment, default)).OrThrow();
        (await fixture.Chain.ReadAsync(counter, new Counter.TotalCall(), default)).Should().Be(2);
    }

    private static async Task<TransactionResult.Refused> RefusedAsync(
        TransactionSender sender, Address counter, IContractCall call, ulong? gasLimit = null)
    {
        var result = await sender.SendAsync(TransactionRequest.Call(counter, call, gasLimit: gasLimit), default);
        return result.Should().BeOfType<TransactionResult.Refused>().Subject;
    }
}
