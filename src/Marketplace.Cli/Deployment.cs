using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Primitives;

namespace Marketplace.Cli;

/// <summary>The chain holds other code than the compiler wrote: one sentence; nothing is recorded.</summary>
public sealed class DeploymentException(string message) : Exception(message);

/// <summary>A contract as it was put on a chain and found there.</summary>
/// <param name="Arguments">The constructor's.</param>
/// <param name="Immutables">What the constructor has fixed, in any order.</param>
public sealed record DeployedContract(
    CompiledContract Contract, Address Address, ulong Block, IReadOnlyList<Address> Arguments, IReadOnlyList<Address> Immutables);

/// <summary>Compares what stands on a chain with what was compiled, and writes it down.</summary>
public static class Deployment
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <exception cref="DeploymentException">The code differs.</exception>
    public static async Task VerifyAsync(IChain chain, DeployedContract deployed, CancellationToken cancellation)
    {
        var found = await chain.CodeAsync(deployed.Address, cancellation);
        if (deployed.Contract.IsCode(found, deployed.Immutables)) return;
        throw new DeploymentException(
            $"{deployed.Contract.Name} at {deployed.Address} has {found.Length} bytes of code that are not the {deployed.Contract.RuntimeCode.Length} compiled ones.");
    }

    /// <summary>Writes FOLDER/CHAIN.json, over an older one, and returns its path.</summary>
    /// <param name="build">The one of which the contracts are.</param>
    public static async Task<string> WriteAsync(
        IChain chain, string folder, ulong chainId, EvmVersion build, IReadOnlyList<DeployedContract> contracts, CancellationToken cancellation)
    {
        var entries = new List<KeyValuePair<string, JsonNode?>>();
        foreach (var contract in contracts) entries.Add(Entry(contract, await chain.CodeAsync(contract.Address, cancellation)));
        var json = new JsonObject { ["chainId"] = chainId, ["build"] = build.Name(), ["contracts"] = new JsonObject(entries) };
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{chainId}.json");
        File.WriteAllText(path, json.ToJsonString(s_indented) + "\n");
        return path;
    }

    private static KeyValuePair<string, JsonNode?> Entry(DeployedContract deployed, byte[] code) => new(deployed.Contract.Name, new JsonObject
    {
        ["address"] = deployed.Address.ToString(),
        ["block"] = deployed.Block,
        ["constructorArguments"] = new JsonArray([.. deployed.Arguments.Select(a => (JsonNode)a.ToString())]),
        ["runtimeCodeHash"] = Keccak.Hash(code).ToString(),
        ["abiHash"] = deployed.Contract.AbiHash.ToString(),
        ["compilerInputHash"] = deployed.Contract.InputHash.ToString(),
    });
}
