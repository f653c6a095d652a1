using System.Runtime.InteropServices;
using System.Text.Json;
using Marketplace.Chain;

namespace Marketplace.World;

/// <summary>What the compiler left in contracts/out and contracts/out-prague, and where the tools of contracts/ lie.</summary>
public static class Artifacts
{
    /// <summary>The folder of Marketplace.sln, found by walking up from the running program.</summary>
    public static string RepositoryRoot { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The creation code of a contract, without constructor arguments.</summary>
    /// <param name="contract">The contract's name; its file may have another.</param>
    /// <param name="build">Which build; of Prague's only what is deployed and the numeric harness need to be there.</param>
    /// <exception cref="InvalidOperationException">The contracts are not built, or there is no such contract.</exception>
    public static byte[] CreationCode(string contract, EvmVersion build = EvmVersion.Osaka) => Code(contract, build, "bytecode");

    /// <summary>The code that a chain keeps of a contract; immutables are zero in it.</summary>
    /// <exception cref="InvalidOperationException">The contracts are not built, or there is no such contract.</exception>
    public static byte[] DeployedCode(string contract, EvmVersion build = EvmVersion.Osaka) => Code(contract, build, "deployedBytecode");

    /// <summary>The compiler's output folder.</summary>
    public static string OutputFolder(EvmVersion build = EvmVersion.Osaka) =>
        Path.Combine(RepositoryRoot, "contracts", build == EvmVersion.Osaka ? "out" : $"out-{build.Name()}");

    private static byte[] Code(string contract, EvmVersion build, string kind)
    {
        var path = Find(contract, OutputFolder(build));
        using var artifact = JsonDocument.Parse(File.ReadAllBytes(path));
        var hex = artifact.RootElement.GetProperty(kind).GetProperty("object").GetString()!;
        // A library that is not linked leaves a placeholder that is no hexadecimal digit.
        if (hex.Contains('_')) throw new InvalidOperationException($"{contract} needs a library that is linked first.");
        return hex.Length > 2
            ? Convert.FromHexString(hex.AsSpan(2))
            : throw new InvalidOperationException($"{contract} is abstract or an interface: it has no code.");
    }

    /// <summary>The binary of a foundry tool that npm brought: anvil or forge.</summary>
    public static string Tool(string name)
    {
        var system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var machine = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var path = Path.Combine(
            RepositoryRoot, "contracts", "node_modules", "@foundry-rs", $"{name}-{system}-{machine}", "bin", file);
        return File.Exists(path) ? path : throw NotPrepared($"{name} is not installed");
    }

    private static string Find(string contract, string output)
    {
        if (!Directory.Exists(output)) throw NotPrepared("The contracts are not built");
        var found = Directory.GetFiles(output, contract + ".json", SearchOption.AllDirectories);
        // What was compiled with two settings may have two files, Name.setting.json, which do the same.
        if (found.Length == 0) found = [.. Directory.GetFiles(output, contract + ".*.json", SearchOption.AllDirectories).Order().Take(1)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw NotPrepared($"There is no artifact of {contract}"),
            _ => found.FirstOrDefault(f => Path.GetFileName(Path.GetDirectoryName(f)) == contract + ".sol")
                ?? throw new InvalidOperationException($"There are {found.Length} contracts called {contract}."),
        };
    }

    private static string FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {start} holds Marketplace.sln.");
    }

    private static InvalidOperationException NotPrepared(string what) =>
        new($"{what}: run './market test' or './market demo' first.");
}
