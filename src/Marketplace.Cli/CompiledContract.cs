using System.Text;
using System.Text.Json;
using Marketplace.Primitives;

namespace Marketplace.Cli;

/// <summary>What the compiler says of a contract.</summary>
/// <param name="CreationCode">Without constructor arguments.</param>
/// <param name="RuntimeCode">With zeros where immutables will stand.</param>
/// <param name="Immutables">Of each immutable: offset and length of every place in the runtime code that the constructor
/// fills.</param>
/// <param name="AbiHash">Keccak of the ABI's JSON as the compiler wrote it.</param>
/// <param name="InputHash">Keccak of the compiler's metadata, which name its version, its settings and the hash of every
/// source.</param>
public sealed record CompiledContract(
    string Name, byte[] CreationCode, byte[] RuntimeCode, IReadOnlyList<IReadOnlyList<(int Start, int Length)>> Immutables,
    Hash32 AbiHash, Hash32 InputHash)
{
    /// <param name="folder">The compiler's output folder.</param>
    /// <exception cref="UsageException">There is no such contract, or its file is none.</exception>
    public static CompiledContract Read(DirectoryInfo folder, string name)
    {
        var path = Path.Combine(folder.FullName, name + ".sol", name + ".json");
        if (!File.Exists(path)) throw new UsageException($"There is no compiled {name} at {path}.");
        try
        {
            using var artifact = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = artifact.RootElement;
            var deployed = root.GetProperty("deployedBytecode");
            return new CompiledContract(
                name, Code(root.GetProperty("bytecode")), Code(deployed), [.. Places(deployed).Select(places => places.ToList())],
                Hash(root.GetProperty("abi").GetRawText()), Hash(root.GetProperty("rawMetadata").GetString()!));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or IOException)
        {
            throw new UsageException($"{path} is no compiled contract.");
        }
    }

    /// <summary>The code that must stand on the chain.</summary>
    /// <param name="immutables">One address for each of <see cref="Immutables"/>, in their order.</param>
    public byte[] CodeWith(params IReadOnlyList<Address> immutables)
    {
        var code = (byte[])RuntimeCode.Clone();
        foreach (var (places, address) in Immutables.Zip(immutables))
        {
            foreach (var (start, length) in places)
            {
                code.AsSpan(start, length).Clear();
                address.ToArray().CopyTo(code, start + length - Address.Size);
            }
        }

        return code;
    }

    /// <summary>Is this the compiled code with these immutables? The compiler does not say which is which: any order will do, and
    /// the contract has to be asked.</summary>
    public bool IsCode(byte[] found, IReadOnlyList<Address> immutables) =>
        immutables.Count == Immutables.Count && Orders(immutables).Any(order => found.AsSpan().SequenceEqual(CodeWith([.. order])));

    private static IEnumerable<IEnumerable<Address>> Orders(IReadOnlyList<Address> addresses) => addresses.Count == 0
        ? [[]]
        : addresses.SelectMany((first, i) => Orders([.. addresses.Where((_, k) => k != i)]).Select(rest => rest.Prepend(first)));

    private static byte[] Code(JsonElement code) => Convert.FromHexString(code.GetProperty("object").GetString()!.AsSpan(2));

    private static IEnumerable<IEnumerable<(int, int)>> Places(JsonElement deployed) =>
        deployed.TryGetProperty("immutableReferences", out var immutables)
            ? immutables.EnumerateObject().Select(immutable => immutable.Value.EnumerateArray()
                .Select(place => (place.GetProperty("start").GetInt32(), place.GetProperty("length").GetInt32())))
            : [];

    private static Hash32 Hash(string text) => Keccak.Hash(Encoding.UTF8.GetBytes(text));
}
