using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Primitives;

namespace Marketplace.Cli;

/// <summary>The chain holds other code than the compiler wrote: one sentence; nothing is recorded.</summary>
public sealed class DeploymentException(string message) : Exception(message);

/// <summary>A contract as it was put on a chain and found there.</summary>
/// <param name="Argument">The constructor's one argument, which is its one immutable; null if it takes none.</param>
public sealed record DeployedContract(CompiledContract Contract, Address Address, ulong Block, Address? Argument);

/// <summary>Compares what stands on a chain with what was compiled, and writes it down.</summary>
public static class Deployment
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <exception cref="DeploymentException">The code differs.</exception>
    public static async Task VerifyAsync(IChain chain, DeployedContract deployed, CancellationToken cancellation)
    {
        var expected = deployed.Contract.CodeWith(deployed.Argument ?? default);
        var found = await chain.CodeAsync(deployed.Address, cancellation);
        if (found.AsSpan().SequenceEqual(expected)) return;
        throw new DeploymentException(
            $"{deployed.Contract.Name} at {deployed.Address} has {found.Length} bytes of code that are not the {expected.Length} compiled ones.");
    }

    /// <summary>Writes FOLDER/CHAIN.json, over an older one, and returns its path.</summary>
    public static string Write(string folder, ulong chainId, IReadOnlyList<DeployedContract> contracts)
    {
        var json = new JsonObject { ["chainId"] = chainId, ["contracts"] = new JsonObject([.. contracts.Select(Entry)]) };
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{chainId}.json");
        File.WriteAllText(path, json.ToJsonString(s_indented) + "\n");
        return path;
    }

    private static KeyValuePair<string, JsonNode?> Entry(DeployedContract deployed) => new(deployed.Contract.Name, new JsonObject
    {
        ["address"] = deployed.Address.ToString(),
        ["block"] = deployed.Block,
        ["constructorArguments"] = deployed.Argument is { } argument ? new JsonArray(argument.ToString()) : new JsonArray(),
        ["runtimeCodeHash"] = Keccak.Hash(deployed.Contract.CodeWith(deployed.Argument ?? default)).ToString(),
        ["abiHash"] = deployed.Contract.AbiHash.ToString(),
        ["compilerInputHash"] = deployed.Contract.InputHash.ToString(),
    });
}
