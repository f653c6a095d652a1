using System.Text.Json;
using Marketplace.Primitives;
using Marketplace.World;

namespace Marketplace.Cli.Tests;

/// <summary>Contracts put on a chain are held against the compiler's output and written down.</summary>
public sealed class DeployTests : IDisposable
{
    private static readonly DirectoryInfo s_compiled = new(Path.Combine(Artifacts.RepositoryRoot, "contracts", "out"));

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task Deploy_WritesWhatStandsOnTheChain()
    {
        await using var anvil = await Anvil.StartAsync();
        var ran = await Ran.WithInputAsync(
            Anvil.FirstKey + "\n", "Marketplace.Cli.dll", _folder, "deploy", "--rpc", anvil.Url.ToString(),
            "--contracts", s_compiled.FullName, "--deployments", _folder);
        ran.Complaint.Should().BeEmpty();
        ran.ExitCode.Should().Be(0);

        using var record = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "31337.json")));
        record.RootElement.GetProperty("chainId").GetUInt64().Should().Be(31_337);
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
    }

    [Fact]
    public async Task CodeThatDiffersInOneBit_OrInItsImmutable_IsRefused()
    {
        await using var anvil = await Anvil.StartAsync();
        var (compiled, at, referee, extension) = (CompiledContract.Read(s_compiled, "ComputeMarket"), Filled(0xaa), Filled(0xbb), Filled(0xcc));
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

    private static Address Filled(byte value) => new([.. Enumerable.Repeat(value, Address.Size)]);
}
