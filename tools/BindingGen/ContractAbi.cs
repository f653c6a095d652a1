using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.BindingGen;

/// <summary>A parameter, a return value, an event's value or a member of a struct.</summary>
/// <param name="Type">As the ABI spells it: a struct is tuple, with its members in Components.</param>
/// <param name="InternalType">As Solidity spells it, for example <c>struct Market.Job[]</c>.</param>
public sealed record AbiParameter(
    string Name, string Type, string? InternalType, AbiParameter[]? Components, bool Indexed)
{
    /// <summary>The type as selectors spell it: tuples written out.</summary>
    [JsonIgnore]
    public string Canonical => Components is null ? Type : ListOf(Components) + Type["tuple".Length..];

    public static string ListOf(IEnumerable<AbiParameter> parameters) =>
        "(" + string.Join(',', parameters.Select(p => p.Canonical)) + ")";
}

/// <param name="Type">function, event, error, constructor, fallback or receive.</param>
public sealed record AbiEntry(
    string Type, string? Name, AbiParameter[]? Inputs, AbiParameter[]? Outputs, string? StateMutability, bool Anonymous)
{
    [JsonIgnore]
    public string Signature => Name + AbiParameter.ListOf(Inputs ?? []);
}

/// <summary>The interface of one address, sorted by kind and signature.</summary>
/// <param name="Layout">The contract's storage; null if the compiler was not asked.</param>
public sealed record ContractAbi(string Name, AbiEntry[] Entries, string? Layout)
{
    public IEnumerable<AbiEntry> OfKind(string kind) => Entries.Where(e => e.Type == kind);

    /// <summary>Reads one contract, or several that answer at one address: <c>ComputeMarket+MarketExtension</c> is what the
    /// first, whose name it has, and those behind its fallback answer to together.</summary>
    /// <exception cref="BindingException">One is not built, two have a function in common, or their storage differs.</exception>
    public static ContractAbi Read(string artifacts, string contracts)
    {
        var parts = contracts.Split('+').Select(name => (Name: name, Artifact: CompilerArtifact.Read(artifacts, name))).ToArray();
        var first = parts[0];
        foreach (var (name, artifact) in parts.Skip(1))
        {
            if (artifact.Layout != first.Artifact.Layout)
                throw new BindingException($"{first.Name} and {name} do not have the same storage.");
        }

        var twice = parts.SelectMany(p => p.Artifact.Entries).Where(e => e.Type == "function")
            .GroupBy(e => e.Signature).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw new BindingException($"{contracts}: two of them have {twice.Key}.");

        // Events and errors may be known to both; how it is made says the first, and its fallback is no call.
        var entries = first.Artifact.Entries
            .Concat(parts.Skip(1).SelectMany(p => p.Artifact.Entries).Where(e => e.Type is "function" or "event" or "error"))
            .DistinctBy(e => (e.Type, e.Signature))
            .OrderBy(e => e.Type, StringComparer.Ordinal).ThenBy(e => e.Signature, StringComparer.Ordinal);
        return new ContractAbi(first.Name, [.. entries], first.Artifact.Layout);
    }
}

/// <summary>What the compiler says of one contract.</summary>
/// <param name="Layout">Its storage, a line for each variable; null if the compiler was not asked.</param>
public sealed record CompilerArtifact(AbiEntry[] Entries, string? Layout)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static CompilerArtifact Read(string artifacts, string contract)
    {
        if (!Directory.Exists(artifacts)) throw new BindingException($"{artifacts} does not exist: build the contracts first.");
        var found = Directory.GetFiles(artifacts, contract + ".json", SearchOption.AllDirectories);
        // What was compiled with two settings has two files, Name.setting.json, which say the same but for the code.
        if (found.Length == 0) found = [.. Directory.GetFiles(artifacts, contract + ".*.json", SearchOption.AllDirectories).Order().Take(1)];
        var path = found.Length == 1
            ? found[0]
            : found.FirstOrDefault(f => Path.GetFileName(Path.GetDirectoryName(f)) == contract + ".sol");
        if (path is null) throw new BindingException($"{found.Length} artifacts below {artifacts} are called {contract}.");

        using var artifact = JsonDocument.Parse(File.ReadAllBytes(path));
        var entries = artifact.RootElement.GetProperty("abi").Deserialize<AbiEntry[]>(Json)!;
        var layout = artifact.RootElement.TryGetProperty("storageLayout", out var storage) ? StorageLayout.Of(storage) : null;
        return new CompilerArtifact(entries, layout);
    }
}
