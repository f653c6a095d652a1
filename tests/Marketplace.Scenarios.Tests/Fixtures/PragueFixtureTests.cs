using Marketplace.Chain;
using Marketplace.Protocol.Fixtures;
using Marketplace.World;

namespace Marketplace.Scenarios.Tests.Fixtures;

/// <summary>The recorded disputes through the build without CLZ, on a chain that lacks it: the same outcomes, the same balances.</summary>
public sealed class PragueFixtureTests
{
    [Fact]
    public async Task ContractsWithoutClz_DoWhatEachSays()
    {
        await using var contracts = await ContractStage.SetAsync(EvmVersion.Prague);
        (await contracts.EvmVersionAsync()).Should().Be(EvmVersion.Prague);
        foreach (var (file, fixture) in DisputeFixtureTests.All)
        {
            var (difference, gas) = await FixtureReplay.PlayAsync(fixture, contracts, default);
            difference.Should().BeNull("{0}", file);
            gas.Should().HaveSameCount(fixture.Calls, "{0}", file);
        }
    }
}
