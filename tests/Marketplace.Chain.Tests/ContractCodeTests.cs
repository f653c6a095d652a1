using Marketplace.BindingGen;
using Marketplace.World;

namespace Marketplace.Chain.Tests;

/// <summary>The compiled market as a chain would admit it, and as one address would answer.</summary>
public sealed class ContractCodeTests
{
    /// <summary>24,576 bytes less a twentieth, so that a change finds room.</summary>
    private const int MaxCode = 23_347;

    /// <summary>What a chain admits as the code that creates a contract (EIP-3860).</summary>
    private const int MaxCreationCode = 49_152;

    private static readonly string Compiled = Path.Combine(Artifacts.RepositoryRoot, "contracts", "out");

    [Theory]
    [InlineData("ComputeMarket")]
    [InlineData("MarketExtension")]
    [InlineData("Referee")]
    public void Code_LeavesRoom(string contract)
    {
        foreach (var build in Enum.GetValues<EvmVersion>())
        {
            Artifacts.DeployedCode(contract, build).Length.Should().BeInRange(1, MaxCode, "of {0}", build);
            Artifacts.CreationCode(contract, build).Length.Should().BeLessThanOrEqualTo(MaxCreationCode, "of {0}", build);
        }
    }

    /// <summary>Reading them together refuses a function that both have, and storage that differs.</summary>
    [Fact]
    public void MarketAndExtension_AreOneAddress_WithTheFunctionsOfItsInterface()
    {
        var united = ContractAbi.Read(Compiled, "ComputeMarket+MarketExtension");
        var declared = ContractAbi.Read(Compiled, "IComputeMarket");

        united.Layout.Should().Contain("_jobs");
        Functions(united).Should().Equal(Functions(declared));
    }

    [Fact]
    public void Extension_AnswersToNoPlainCoins() =>
        CompilerArtifact.Read(Compiled, "MarketExtension").Entries.Should().NotContain(e => e.Type == "receive" || e.Type == "fallback");

    [Fact]
    public void Market_HasNoReceive() =>
        CompilerArtifact.Read(Compiled, "ComputeMarket").Entries.Should().NotContain(e => e.Type == "receive");

    private static IEnumerable<string> Functions(ContractAbi contract) =>
        contract.OfKind("function").Select(e => $"{e.Signature} {e.StateMutability} {AbiParameter.ListOf(e.Outputs!)}");
}
