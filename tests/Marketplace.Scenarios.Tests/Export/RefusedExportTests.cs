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
        var job = await stage.Table.JobAsync(stage.Job);
        var commit = new ComputeMarket.CommitCall(stage.Job, 1, job.TraceRoot, 1, Keccak.Hash([1]));
        var bond = new Wei(job.Terms.Bond);
        var receipt = await stage.Table.SendAsync(stage.Table.Stranger, commit, bond, s_forwarder);
        receipt.Logs.Should().ContainSingle();

        await ShouldBeRefusedAsync(() => Exported.OfAsync(stage), "NotDirect", "through another contract");
    }

    [Fact]
    public async Task AChainOfOtherRules_IsRefused()
    {
        await using var stage = await ContractStage.SetAsync();
        await BeginAsync(stage, calls: 4);
        var head = (await stage.Table.Chain.HeadAsync(default)).Number;
        (await WithAsync(stage, block => block)).Calls.Should().HaveCount(6);

        // A second later the last turn would have left another deadline.
        await ShouldBeRefusedAsync(
            () => WithAsync(stage, block => block.Number == head ? block with { TimestampSeconds = block.TimestampSeconds + 1 } : block), "OtherRules", "The chain did something else than the rules of this version at call 5, ");
    }

    [Fact]
    public async Task ATransactionThatIsNotTheCall_OrHasAnotherForm_IsRefused()
    {
        await using var stage = await ContractStage.SetAsync();
        await BeginAsync(stage);
        var claim = new ComputeMarket.ClaimCall(stage.Job, [], []).Encode()[..4];
        Task ShouldBeAsync(string reason, string words, Func<ChainTransaction, ChainTransaction> change) => ShouldBeRefusedAsync(
            () => WithAsync(stage, block => block, sent => sent.Data.AsSpan().StartsWith(claim) ? change(sent) : sent), reason, words);

        // What a consumer that is told of another job's result would look like (M11).
        await ShouldBeAsync("NotDirect", "is a call about job 99", sent => sent with { Data = new ComputeMarket.FinalizeCall(99).Encode() });
        await ShouldBeAsync("NotDirect", "through another contract", sent => sent with { To = null });
        await ShouldBeAsync("NotCanonical", "is not in its canonical form", sent => sent with { Data = [.. sent.Data, 0] });
        await ShouldBeAsync("CallUnknown", "does not have", sent => sent with { Data = [1, 2, 3, 4] });
        await ShouldBeAsync("CallUnknown", "does not have", sent => sent with { Data = [] });
        await ShouldBeAsync("CallUnknown", "a state of 3 bytes", sent => sent with { Data = new ComputeMarket.TimeoutCall([1, 2, 3], default).Encode() });
    }

    [Fact]
    public async Task MoreChallengersThanNames_AreRefused()
    {
        await using var stage = await ContractStage.SetAsync();
        await BeginAsync(stage);
        var job = await stage.Table.JobAsync(stage.Job);
        var bond = new Wei(job.Terms.Bond);
        foreach (var (challenger, i) in stage.Table.Accounts.Skip(4).Select((account, i) => (account, i)))
        {
            if (i < 5) (await Exported.OfAsync(stage)).Calls.Should().HaveCount(2 + i);
            await stage.Table.SendAsync(challenger, new ComputeMarket.CommitCall(stage.Job, 1, job.TraceRoot, 1, Keccak.Hash([1])), bond);
        }

        await ShouldBeRefusedAsync(() => Exported.OfAsync(stage), "TooManyPlayers", "more than 5 challengers");
    }

    private static Task<DisputeFixture> WithAsync(
        ContractStage stage, Func<BlockHeader, BlockHeader> block, Func<ChainTransaction, ChainTransaction>? transaction = null) =>
        DisputeExport.ReadAsync(new AlteredChain(stage.Table.Chain, block, transaction ?? (t => t)), stage.Table.Market, stage.Job, new(0), default);

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
}
