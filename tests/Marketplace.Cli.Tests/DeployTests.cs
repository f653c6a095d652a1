using System.Text.Json;
using Marketplace.Chain;
using Marketplace.Primitives;
using Marketplace.World;

namespace Marketplace.Cli.Tests;

/// <summary>Contracts put on a chain are held against the compiler's output and written down.</summary>
public sealed class DeployTests : IDisposable
{
    private static readonly DirectoryInfo s_contracts = new(Path.Combine(Artifacts.RepositoryRoot, "contracts"));

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Theory]
    [InlineData(EvmVersion.Osaka)]
    [InlineData(EvmVersion.Prague)]
    public async Task Deploy_ChoosesTheChainsBuild_AndWritesWhatStandsThere(EvmVersion evm)
    {
        await using var anvil = await Anvil.StartAsync(new AnvilOptions(Evm: evm));
        var ran = await DeployAsync(anvil.Url, "--deployments", _folder);
        ran.Complaint.Should().BeEmpty();
        ran.ExitCode.Should().Be(0);

        using var record = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "31337.json")));
        record.RootElement.GetProperty("chainId").GetUInt64().Should().Be(31_337);
        record.RootElement.GetProperty("build").GetString().Should().Be(evm.Name());
        var contracts = record.RootElement.GetProperty("contracts");
        var (referee, market, extension) = (contracts.GetProperty("Referee"), contracts.GetProperty("ComputeMarket"), contracts.GetProperty("MarketExtension"));
        market.GetProperty("constructorArguments")[0].GetString().Should().Be(referee.GetProperty("address").GetString());
        foreach (var contract in (JsonElement[])[referee, market, extension])
        {
            var address = Address.FromHex(contract.GetProperty("address").GetString()!);
            ran.Output.Should().Contain(address.ToString());
            var code = await anvil.Chain.CodeAsync(address, default);
            contract.GetProperty("runtimeCodeHash").GetString().Should().Be(Keccak.Hash(code).ToString());
            contract.GetProperty("block").GetUInt64().Should().BePositive();
            contract.GetProperty("abiHash").GetString().Should().NotBe(contract.GetProperty("compilerInputHash").GetString());
        }

        // The referee has no immutables: its code is the build's, and no other's.
        var refereeCode = await anvil.Chain.CodeAsync(Address.FromHex(referee.GetProperty("address").GetString()!), default);
        foreach (var build in Enum.GetValues<EvmVersion>())
            refereeCode.AsSpan().SequenceEqual(Artifacts.DeployedCode("Referee", build)).Should().Be(build == evm, "of {0}", build);
    }

    [Fact]
    public async Task ABuildThatTheChainCannotRun_IsRefused_TheOtherOneIsNot()
    {
        await using var anvil = await Anvil.StartAsync(new AnvilOptions(Evm: EvmVersion.Prague));
        (await DeployAsync(anvil.Url, "--build", "osaka")).ShouldBeRefused("no CLZ").Complaint.Should().Contain("--build prague");
        (await anvil.Chain.HeadAsync(default)).Number.Value.Should().Be(0, "nothing is sent");
        (await DeployAsync(anvil.Url, "--build", "prague")).Output.Should().StartWith("build     prague");
    }

    /// <summary>What was built for less runs on a chain that has more.</summary>
    [Fact]
    public async Task PraguesBuild_IsDeployedOnOsaka_IfItIsNamed()
    {
        await using var anvil = await Anvil.StartAsync();
        (await DeployAsync(anvil.Url, "--build", "prague")).Output.Should().StartWith("build     prague");
    }

    [Theory]
    [InlineData("\"result\":\"0x\"")]
    [InlineData("\"result\":\"0x07\"")]
    [InlineData("\"result\":\"0x0000000000000000000000000000000000000000000000000000000000000007\"")]
    [InlineData("\"result\":\"0x01000000000000000000000000000000000000000000000000000000000000ff\"")]
    [InlineData("\"error\":{\"code\":-32602,\"message\":\"missing field to\"}")]
    [InlineData("\"error\":{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x\"}")]
    public async Task AChainThatDoesNotTell_GetsPraguesBuildIfItIsNamed_AndNoOther(string answer)
    {
        using var node = new DumbNode(answer);
        foreach (var name in (string?[])[null, "osaka"])
        {
            var choosing = () => ContractBuild.ChooseAsync(node.Chain, s_contracts, name, default);
            var complaint = (await choosing.Should().ThrowAsync<UnknownEvmException>()).Which.Message;
            complaint.Should().StartWith("The chain does not tell whether it has the opcode CLZ").And.NotContain("\n");
        }

        (await ContractBuild.ChooseAsync(node.Chain, s_contracts, "prague", default)).Evm.Should().Be(EvmVersion.Prague);
    }

    [Fact]
    public async Task CodeThatDiffersInOneBit_OrInItsImmutable_IsRefused()
    {
        await using var anvil = await Anvil.StartAsync();
        var (compiled, at, referee, extension) = (CompiledContract.Read(new DirectoryInfo(Artifacts.OutputFolder()), "ComputeMarket"), Filled(0xaa), Filled(0xbb), Filled(0xcc));
        await anvil.Rpc.CallAsync("anvil_setCode", [at.ToString(), "0x" + Convert.ToHexString(compiled.CodeWith(referee, extension))], default);

        Func<Task> With(params Address[] immutables) =>
            () => Deployment.VerifyAsync(anvil.Chain, new DeployedContract(compiled, at, 1, [referee], immutables), default);
        await With(referee, extension)();
        await With(extension, referee)();
        foreach (var others in (Address[][])[[referee, at], [referee, referee], [referee], []])
            await With(others).Should().ThrowAsync<DeploymentException>();
        compiled.RuntimeCode[0] ^= 1;
        await With(referee, extension).Should().ThrowAsync<DeploymentException>();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<Ran> DeployAsync(Uri node, params IEnumerable<string> more) => Ran.WithInputAsync(
        Anvil.FirstKey + "\n", "Marketplace.Cli.dll", _folder, ["deploy", "--rpc", node.ToString(), "--contracts", s_contracts.FullName, .. more]);

    private static Address Filled(byte value) => new([.. Enumerable.Repeat(value, Address.Size)]);
}
