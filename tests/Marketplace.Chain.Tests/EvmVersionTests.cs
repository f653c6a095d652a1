using Marketplace.World;

namespace Marketplace.Chain.Tests;

/// <summary>A chain is asked for its opcodes without a transaction.</summary>
public sealed class EvmVersionTests
{
    [Theory]
    [InlineData(EvmVersion.Prague)]
    [InlineData(EvmVersion.Osaka)]
    public async Task AChain_TellsWhichOpcodesItHas(EvmVersion evm)
    {
        await using var anvil = await World.Anvil.StartAsync(new AnvilOptions(Evm: evm));
        (await anvil.Chain.EvmVersionAsync(default)).Should().Be(evm);
        (await anvil.Chain.HeadAsync(default)).Number.Value.Should().Be(0);
    }

    [Fact]
    public void Names_AreReadLetterByLetter()
    {
        foreach (var evm in Enum.GetValues<EvmVersion>()) EvmVersions.Named(evm.Name()).Should().Be(evm);
        foreach (var other in (string[])["Osaka", "1", "", "cancun", "osaka "]) EvmVersions.Named(other).Should().BeNull();
    }
}
