using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Fixtures;
using Marketplace.Scenarios.Tests.Fixtures;

namespace Marketplace.Scenarios.Tests.Export;

/// <summary>Every recorded dispute is played on a chain, read back from it, and played again.</summary>
public sealed class RecordedExportTests
{
    [Fact]
    public async Task WhatIsExported_IsWhatWasPlayed_AndReplaysOnBothMirrors()
    {
        await using var stage = await ContractStage.SetAsync();
        foreach (var (file, recorded) in DisputeFixtureTests.All)
        {
            var (difference, _) = await FixtureReplay.PlayAsync(recorded, stage, default);
            difference.Should().BeNull("{0}", file);

            var exported = await Exported.OfAsync(stage);

            Exported.Story(exported).Should().Equal(Exported.Story(recorded), "{0}", file);
            var isSwapped = recorded.Calls[0].By == FixturePlayer.Second;
            var (told, noted) = (exported.Balances, recorded.Balances);
            (isSwapped ? told with { Challenger = told.Second, Second = told.Challenger } : told).Should().Be(noted, "{0}", file);
            exported.Calls.Should().OnlyContain(call => call.Gas == 0, "{0}", file);
            if (recorded.Calls.Any(c => c.Kind == FixtureKind.Descend && c.Outcome.StartsWith("moved: Leaf", StringComparison.Ordinal)))
            {
                // A garbage move denies another operation than the one that was lied about.
                if (recorded.About.Liar.StartsWith("noise", StringComparison.Ordinal)) Enum.GetNames<OpCode>().Should().Contain(exported.About.Operator);
                else recorded.About.Operator.Should().StartWith(exported.About.Operator, "{0}", file);
            }


            await Exported.ShouldReplayAsync(exported, stage);
        }
    }

    /// <summary>Wherever a dispute stands, what there is of it can be exported.</summary>
    [Fact]
    public async Task AfterEveryCall_TheDisputeSoFarIsExported()
    {
        var (_, recorded) = DisputeFixtureTests.All.Single(f => f.Fixture.About.Liar == "three rounds");
        await using var stage = await ContractStage.SetAsync();
        await stage.BeginAsync(recorded, default);
        var running = 0;
        for (var i = 0; i < recorded.Calls.Count; i++)
        {
            await stage.PlayAsync(recorded.Calls[i], default);
            var exported = await Exported.OfAsync(stage);
            var begun = recorded with { Calls = [.. recorded.Calls.Take(i + 1)] };
            Exported.Story(exported).Select(WithoutCommitment).Should().Equal(Exported.Story(begun).Select(WithoutCommitment), "after call {0}", i);
            exported.Balances.Should().Be(await stage.BalancesAsync(default), "after call {0}", i);
            if (exported.About.Ending == "running") running++;
        }

        running.Should().Be(8 + 7, "so many calls leave a game open in the first and in the third round");
    }

    /// <summary>Played again each has a block of its own, and the second is as old as it has to be all the same.</summary>
    [Fact]
    public async Task TwoCommitmentsInOneBlock_AreForfeitedInTheFirstBlocksInWhichTheyCanBe()
    {
        await using var stage = await ContractStage.SetAsync();
        var recorded = DisputeFixtureTests.All[0].Fixture;
        await stage.BeginAsync(recorded, default);
        var (table, bond) = (stage.Table, recorded.Terms.Bond);
        Address[] challengers = [table.Accounts[6], table.Accounts[7]];
        await table.PaceAsync(1);
        await table.Anvil.SetAutomineAsync(false);
        var claim = (await table.JobAsync(stage.Job)).TraceRoot;
        foreach (var challenger in challengers)
        {
            var commit = new ComputeMarket.CommitCall(stage.Job, 1, claim, 1, Keccak.Hash(challenger.ToArray()));
            await table.Anvil.Rpc.CallAsync("eth_sendTransaction", [Request(table, challenger, commit.Encode(), bond)], default);
        }

        await table.MineAsync();
        await table.Anvil.SetAutomineAsync(true);
        await table.MineAsync(DisputeRules.OpenBlocks);
        foreach (var challenger in challengers) await table.SendAsync(table.Stranger, new ComputeMarket.ForfeitCall(stage.Job, challenger, 1));

        var exported = await Exported.OfAsync(stage);
        exported.Calls.Select(c => c.Kind).Should().Equal(
            FixtureKind.Lock, FixtureKind.Claim, FixtureKind.Commit, FixtureKind.Commit, FixtureKind.Forfeit, FixtureKind.Forfeit);
        exported.Calls[3].After.Should().Be(0);
        exported.Calls[4].Blocks.Should().Be(DisputeRules.OpenBlocks);
        exported.Balances.Burned.Should().Be(bond * 2);
        await Exported.ShouldReplayAsync(exported, stage);
    }

    private static JsonObject Request(Table table, Address from, byte[] data, Wei value) => new()
    {
        ["from"] = from.ToString(),
        ["to"] = table.Market.ToString(),
        ["data"] = Hex.Data(data),
        ["value"] = Hex.Quantity(value.Value),
        ["gas"] = Hex.Quantity(1_000_000),
    };

    // Until it is opened nobody knows what a commitment holds.
    private static string WithoutCommitment(string line) => line.Contains(" Commit ", StringComparison.Ordinal) ? line.Split(' ')[0] : line;
}
