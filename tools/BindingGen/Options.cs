namespace Marketplace.BindingGen;

/// <summary>What cannot be generated, is missing or has drifted, in one sentence.</summary>
public sealed class BindingException(string message) : Exception(message);

/// <summary>One set of bindings. Paths are relative to the folder in which the program runs.</summary>
/// <param name="Artifacts">The compiler's output folder.</param>
/// <param name="Output">Where the C# files go; null for none.</param>
/// <param name="Namespace">Their namespace.</param>
/// <param name="Abi">Where the ABI snapshots go; null for none.</param>
/// <param name="Layout">Where the snapshots of the storage go; null for none.</param>
/// <param name="Reasons">The file of the reason codes; null for none.</param>
/// <param name="ReasonsNamespace">Its namespace.</param>
/// <param name="Contracts">Names of contracts; with + between them, of those that answer at one address.</param>
public sealed record Options(
    string Artifacts, string? Output, string Namespace, string? Abi, string? Layout, string? Reasons, string ReasonsNamespace,
    string[] Contracts)
{
    public const string Usage =
        "BindingGen [--check] (--manifest FILE | [--artifacts DIR] [--out DIR --namespace NAME] [--abi DIR] [--layout DIR] " +
        "[--reasons FILE --reasons-namespace NAME] CONTRACT[+CONTRACT…]…)";

    /// <summary>A manifest has one set of bindings per line, written as on the command line; # begins a comment.</summary>
    public static IReadOnlyList<Options> ReadManifest(string path)
    {
        if (!File.Exists(path)) throw new BindingException($"There is no manifest {path}.");
        return
        [
            .. File.ReadLines(path)
                .Select(line => line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words.Length > 0)
                .Select(Read),
        ];
    }

    public static Options Read(string[] words)
    {
        var options = new Options("contracts/out", null, "", null, null, null, "", []);
        var contracts = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                contracts.Add(words[i]);
                continue;
            }

            var value = i + 1 < words.Length ? words[i + 1] : throw new BindingException($"{words[i]} wants a value. {Usage}");
            options = words[i++] switch
            {
                "--artifacts" => options with { Artifacts = value },
                "--out" => options with { Output = value },
                "--namespace" => options with { Namespace = value },
                "--abi" => options with { Abi = value },
                "--layout" => options with { Layout = value },
                "--reasons" => options with { Reasons = value },
                "--reasons-namespace" => options with { ReasonsNamespace = value },
                var unknown => throw new BindingException($"There is no option {unknown}. {Usage}"),
            };
        }

        if (contracts.Count == 0) throw new BindingException($"No contract is named. {Usage}");
        if (options.Output is not null && options.Namespace == "") throw new BindingException("--out wants --namespace.");
        if (options.Reasons is not null && options.ReasonsNamespace == "")
            throw new BindingException("--reasons wants --reasons-namespace.");
        return options with { Contracts = [.. contracts] };
    }
}

/// <summary>A file as it ought to be.</summary>
public sealed record GeneratedFile(string Path, string Text)
{
    /// <summary>False if the file was so already: its time stays, and builds have nothing to do.</summary>
    public bool Write(string root)
    {
        var path = System.IO.Path.Combine(root, Path);
        if (File.Exists(path) && File.ReadAllText(path) == Text) return false;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Text);
        return true;
    }

    /// <exception cref="BindingException">The file differs.</exception>
    public void Compare(string root)
    {
        var path = System.IO.Path.Combine(root, Path);
        if (!File.Exists(path) || File.ReadAllText(path) != Text)
            throw new BindingException($"{Path} is not what the contracts say: run tools/BindingGen and commit.");
    }
}
