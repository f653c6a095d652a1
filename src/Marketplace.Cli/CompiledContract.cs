using System.Text;
using System.Text.Json;
using Marketplace.Primitives;

namespace Marketplace.Cli;

/// <summary>What the compiler says of a contract.</summary>
/// <param name="CreationCode">Without constructor arguments.</param>
/// <param name="RuntimeCode">With zeros where immutables will stand.</param>
/// <param name="Immutables">Offset and length of every place in the runtime code that the constructor fills.</param>
/// <param name="AbiHash">Keccak of the ABI's JSON as the compiler wrote it.</param>
/// <param name="InputHash">Keccak of the compiler's metadata, which name its version, its settings and the hash of every
/// source.</param>
public sealed record CompiledContract(
    string Name, byte[] CreationCode, byte[] RuntimeCode, IReadOnlyList<(int Start, int Length)> Immutables,
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
                name, Code(root.GetProperty("bytecode")), Code(deployed), [.. Places(deployed)],
                Hash(root.GetProperty("abi").GetRawText()), Hash(root.GetProperty("rawMetadata").GetString()!));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or IOException)
        {
            throw new UsageException($"{path} is no compiled contract.");
        }
    }

    /// <summary>The code that must stand on the chain if every immutable is this address.</summary>
    public byte[] CodeWith(Address immutable)
    {
        var code = (byte[])RuntimeCode.Clone();
        foreach (var (start, length) in Immutables)
        {
            code.AsSpan(start, length).Clear();
            immutable.ToArray().CopyTo(code, start + length - Address.Size);
        }

        return code;
    }

    private static byte[] Code(JsonElement code) => Convert.FromHexString(code.GetProperty("object").GetString()!.AsSpan(2));

    private static IEnumerable<(int, int)> Places(JsonElement deployed)
    {
        if (!deployed.TryGetProperty("immutableReferences", out var immutables)) yield break;
        foreach (var place in immutables.EnumerateObject().SelectMany(i => i.Value.EnumerateArray()))
            yield return (place.GetProperty("start").GetInt32(), place.GetProperty("length").GetInt32());
    }

    private static Hash32 Hash(string text) => Keccak.Hash(Encoding.UTF8.GetBytes(text));
}
