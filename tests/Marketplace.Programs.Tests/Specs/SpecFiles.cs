using System.Text;

namespace Marketplace.Programs.Tests.Specs;

using Marketplace.Programs.Specs;

/// <summary>The specs that lie in the repository.</summary>
internal static class SpecFiles
{
    public static string Root { get; } = FindRoot();

    public static string SchemaFolder => Path.Combine(Root, "tests", "schema");

    public static string Schema => Path.Combine(Root, "docs", "schema", "job-spec.v1.schema.json");

    public static string[] Samples { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "docs", "samples"), "*.job.json").Order(StringComparer.Ordinal)];

    /// <summary>The table of the specs that have to be refused.</summary>
    public static Hostile[] Hostiles { get; } =
    [
        .. File.ReadLines(Path.Combine(Root, "tests", "fixtures", "specs", "hostile", "table.txt"))
            .Where(line => !line.StartsWith('#')).Select(line => line.Split(" | "))
            .Select(c => new Hostile(c[0], Enum.Parse<SpecReason>(c[1]), c[2], c[3])),
    ];

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Root, "docs", "samples", name + ".job.json"));

    public static JobSpec SampleSpec(string name)
    {
        JobSpecReader.TryRead(Sample(name), out var spec, out var refusal).Should().BeTrue("{0}", refusal);
        return spec!;
    }

    /// <summary>A sample with one text in it replaced.</summary>
    public static byte[] Spoilt(string name, string part, string instead)
    {
        var text = Encoding.UTF8.GetString(Sample(name));
        text.Should().Contain(part);
        return Encoding.UTF8.GetBytes(text.Replace(part, instead, StringComparison.Ordinal));
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Marketplace.sln"))) return folder;
        throw new InvalidOperationException("The tests do not lie inside the repository.");
    }
}

/// <param name="Gap">What a schema cannot say, because of which it accepts the file; a dash if it refuses it as well.</param>
public sealed record Hostile(string File, SpecReason Reason, string Path, string Gap)
{
    public string FullPath => System.IO.Path.Combine(SpecFiles.Root, "tests", "fixtures", "specs", "hostile", File);
}
