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

/// <summary>The interface of one contract, sorted by kind and signature.</summary>
public sealed record ContractAbi(string Name, AbiEntry[] Entries)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public IEnumerable<AbiEntry> OfKind(string kind) => Entries.Where(e => e.Type == kind);

    /// <summary>Reads the compiler's artifact of a contract.</summary>
    public static ContractAbi Read(string artifacts, string contract)
    {
        if (!Directory.Exists(artifacts)) throw new BindingException($"{artifacts} does not exist: build the contracts first.");
        var found = Directory.GetFiles(artifacts, contract + ".json", SearchOption.AllDirectories);
        var path = found.Length == 1
            ? found[0]
            : found.FirstOrDefault(f => Path.GetFileName(Path.GetDirectoryName(f)) == contract + ".sol");
        if (path is null) throw new BindingException($"{found.Length} artifacts below {artifacts} are called {contract}.");

        using var artifact = JsonDocument.Parse(File.ReadAllBytes(path));
        var entries = artifact.RootElement.GetProperty("abi").Deserialize<AbiEntry[]>(Json)!;
        var sorted = entries.OrderBy(e => e.Type, StringComparer.Ordinal).ThenBy(e => e.Signature, StringComparer.Ordinal);
        return new ContractAbi(contract, [.. sorted]);
    }
}
