using System.Diagnostics;

namespace Marketplace.Programs.Tests.Specs;

/// <summary>An independent validator of JSON Schema, and what it says of job specs.</summary>
internal static class SchemaValidator
{
    public static bool IsThere => Directory.Exists(Path.Combine(SpecFiles.SchemaFolder, "node_modules", "ajv"));

    /// <summary>The first word for each file: accepted, refused or no-json.</summary>
    public static Dictionary<string, string> Verdicts(string[] files)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(SpecFiles.SchemaFolder, "verdicts.js"));
        start.ArgumentList.Add(SpecFiles.Schema);
        foreach (var file in files) start.ArgumentList.Add(file);
        using var node = Process.Start(start)!;
        var complaint = node.StandardError.ReadToEndAsync();
        var lines = node.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        node.WaitForExit();
        node.ExitCode.Should().Be(0, complaint.GetAwaiter().GetResult());
        lines.Should().HaveCount(files.Length);
        return files.Zip(lines).ToDictionary(pair => pair.First, pair => Verdict(pair.Second, pair.First));
    }

    private static string Verdict(string line, string file)
    {
        var word = line.Split(' ')[0];
        line.Should().StartWith($"{word} {file}");
        return word;
    }
}

/// <summary>Needs the validator's packages, which <c>./market test</c> fetches; without them it is skipped, not passed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ValidatorFactAttribute : FactAttribute
{
    public ValidatorFactAttribute()
    {
        if (!SchemaValidator.IsThere) Skip = "The validator is not there: npm ci in tests/schema.";
    }
}

/// <summary>Gone with this object.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("specs ");

    public string[] Files => Directory.GetFiles(_folder.FullName);

    public string Write(string name, byte[] bytes)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
