using Marketplace.Chain;

namespace Marketplace.Cli;

/// <summary>What is deployed together, compiled for the same chains.</summary>
/// <param name="Evm">The rules that it needs; it runs under all later ones.</param>
public sealed record ContractBuild(EvmVersion Evm, CompiledContract Referee, CompiledContract Market, CompiledContract Extension)
{
    /// <summary>The one for this chain: the named one, else the newest that the chain can run, which is the cheapest.</summary>
    /// <param name="contracts">The folder that holds the compiler's output folders, <c>out</c> and <c>out-prague</c>.</param>
    /// <param name="name">Null to let the chain decide.</param>
    /// <exception cref="UsageException">No build has that name, it is not compiled, or the chain cannot run it.</exception>
    /// <exception cref="ChainFailureException">The chain does not say what it can run, and the build needs to know.</exception>
    public static async Task<ContractBuild> ChooseAsync(IChain chain, DirectoryInfo contracts, string? name, CancellationToken cancellation)
    {
        // What is missing here is said before anybody else is asked.
        var compiled = (name is null ? Enum.GetValues<EvmVersion>() : [Parse(name)]).ToDictionary(evm => evm, evm => Read(contracts, evm));
        // The oldest build has no opcode that a chain may lack.
        if (compiled is { Count: 1 } && compiled.TryGetValue(EvmVersion.Prague, out var oldest)) return oldest;
        return compiled.TryGetValue(await chain.EvmVersionAsync(cancellation), out var build) ? build : throw new UsageException(
            "--build osaka needs the opcode CLZ (EIP-7939), which this chain lacks; --build prague runs here.");
    }

    private static ContractBuild Read(DirectoryInfo contracts, EvmVersion evm)
    {
        var folder = new DirectoryInfo(Path.Combine(contracts.FullName, evm == EvmVersion.Osaka ? "out" : $"out-{evm.Name()}"));
        CompiledContract Compiled(string contract) => CompiledContract.Read(folder, contract);
        return new ContractBuild(evm, Compiled("Referee"), Compiled("ComputeMarket"), Compiled("MarketExtension"));
    }

    private static EvmVersion Parse(string name) =>
        EvmVersions.Named(name) ?? throw new UsageException($"--build is osaka or prague, not \"{name}\".");
}
