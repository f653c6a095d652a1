using Marketplace.Agents;
using Marketplace.Agents.Export;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Fixtures;
using Marketplace.Scenarios.Tests.Agents;
using Marketplace.Scenarios.Tests.Fixtures;
using Marketplace.Scenarios.Tests.Generated;

namespace Marketplace.Scenarios.Tests.Export;

/// <summary>What a fixture cannot say is refused in one sentence.</summary>
public sealed class RefusedExportTests
{
    private static readonly Address s_forwarder = new([.. Enumerable.Repeat((byte)0xf0, Address.Size)]);

    [Fact]
    public async Task AJobThatThereIsNot_OrThatNobodyClaimed_OrThatIsPaidInTokens_IsRefused()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (submitter, _) = await market.NewAgentAsync();
        await ShouldBeRefusedAsync(() => Exported.OfAsync(submitter, 7), "JobUnknown", "No job 7 was posted in a block from 0 on.");
        var unclaimed = await market.PostAsync();
        await ShouldBeRefusedAsync(() => Exported.OfAsync(submitter, unclaimed), "NotClaimed", "nothing to dispute");
        var late = () => DisputeExport.ReadAsync(submitter.Market.Chain, submitter.Market.Address, unclaimed, new(1_000), default);
        await ShouldBeRefusedAsync(late, "JobUnknown", "from 1000 on");

        var token = await market.CreateAsync("SampleToken");
        await market.SendAsync(token, new SampleToken.MintCall(submitter.Market.Account, Wei.Coins(5).Value));
        var terms = SmallMarket.Job.Market with { Token = token.ToString() };
        var paid = await new Submitter(submitter).PostAsync(SmallMarket.Job with { Market = terms }, default);
        await ShouldBeRefusedAsync(() => Exported.OfAsync(submitter, paid), "PaidInTokens", "a fixture has coins only");
    }

    [Fact]
    public async Task ACallThroughAnotherContract_IsRefused()
    {
        await using var stage = await ContractStage.SetAsync();
        await BeginAsync(stage);
        // It calls the market with whatever it is called with.
        var code = "0x3660006000376000600036600034" + "73" + stage.Table.Market.ToString()[2..] + "5af100";
        await stage.Table.Anvil.Rpc.CallAsync("anvil_setCode", [s_forwarder.ToString(), code], default);
        var commit = new ComputeMarket.CommitCall(stage.Job, 1, 1, Keccak.Hash([1]));
        var bond = new Wei((await stage.Table.JobAsync(stage.Job)).Terms.Bond);
        var receipt = await stage.Table.SendAsync(stage.Table.Stranger, commit, bond, s_forwarder);
        receipt.Logs.Should().ContainSingle();

        await ShouldBeRefusedAsync(() => Exported.OfAsync(stage), "NotDirect", "through another contract");
    }

    [Fact]
    public async Task AChainOfOtherRules_IsRefused()
    {
        await using var stage = await ContractStage.SetAsync();
        await BeginAsync(stage, calls: 4);
        Task<DisputeFixture> WithAsync(ulong late, ulong block) => DisputeExport.ReadAsync(
            new OtherClock(stage.Table.Chain, block, late), stage.Table.Market, stage.Job, new(0), default);
        var head = (await stage.Table.Chain.HeadAsync(default)).Number.Value;
        (await WithAsync(0, head)).Calls.Should().HaveCount(6);

        // The last turn a second later would have left a second less, or more.
        await ShouldBeRefusedAsync(() => WithAsync(1, head), "OtherRules", "The chain did something else than the rules of this version at call 5, ");
    }

    /// <summary>Plays the beginning of a recorded dispute.</summary>
    private static async Task BeginAsync(ContractStage stage, int calls = 0)
    {
        var recorded = DisputeFixtureTests.All.First(f => f.Fixture.About is { Operator: "MatMul", Ending: "Prove", Liar: "one bit, defends" }).Fixture;
        await stage.BeginAsync(recorded, default);
        foreach (var call in recorded.Calls.Take(calls)) (await stage.PlayAsync(call, default)).Outcome.Should().Be(call.Outcome);
    }

    private static async Task ShouldBeRefusedAsync(Func<Task> export, string reason, string words)
    {
        var refused = (await export.Should().ThrowAsync<AgentException>()).Which;
        refused.Reason.Should().Be(reason);
        refused.Message.Should().Contain(words).And.EndWith(".").And.NotContain("\n");
    }

    /// <summary>A chain one block of which has another time.</summary>
    private sealed class OtherClock(IChain chain, ulong block, ulong late) : IChain
    {
        public async Task<BlockHeader?> BlockAsync(BlockNumber number, CancellationToken cancellation)
        {
            var header = await chain.BlockAsync(number, cancellation);
            return number.Value == block ? header! with { TimestampSeconds = header.TimestampSeconds + late } : header;
        }

        public Task<ulong> ChainIdAsync(CancellationToken cancellation) => chain.ChainIdAsync(cancellation);

        public Task<BlockHeader> HeadAsync(CancellationToken cancellation) => chain.HeadAsync(cancellation);

        public Task<Wei> BalanceAsync(Address account, CancellationToken cancellation) => chain.BalanceAsync(account, cancellation);

        public Task<byte[]> CodeAsync(Address contract, CancellationToken cancellation) => chain.CodeAsync(contract, cancellation);

        public Task<Hash32> StorageAsync(Address contract, Hash32 slot, CancellationToken cancellation) =>
            chain.StorageAsync(contract, slot, cancellation);

        public Task<CallResult> CallAsync(CallRequest call, CancellationToken cancellation) => chain.CallAsync(call, cancellation);

        public Task<IReadOnlyList<ChainLog>> LogsAsync(LogFilter filter, CancellationToken cancellation) => chain.LogsAsync(filter, cancellation);

        public Task<ChainTransaction?> TransactionAsync(Hash32 transaction, CancellationToken cancellation) =>
            chain.TransactionAsync(transaction, cancellation);

        public Task<TransactionReceipt?> ReceiptAsync(Hash32 transaction, CancellationToken cancellation) =>
            chain.ReceiptAsync(transaction, cancellation);
    }
}
