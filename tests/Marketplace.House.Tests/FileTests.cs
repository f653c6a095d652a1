using System.Text.RegularExpressions;

namespace Marketplace.House.Tests;

/// <summary>What no file of the repository holds, and what the README promises.</summary>
public sealed partial class FileTests
{
    private const int MaxLines = 500;
    private const int MaxReadmeLines = 150;

    private static readonly string[] Sources = [".cs", ".sol", ".sh", ".js", ".csproj", ".props", ".targets"];

    // Put together here, so that this file does not hold them either.
    private static readonly string[] Hosts =
    [
        "registry." + "npmjs.org", "registry." + "yarnpkg.com", "npm.pkg." + "github.com",
        "api." + "nuget.org", "www." + "nuget.org", "nuget.pkg." + "github.com", "binaries." + "soliditylang.org",
    ];

    [Fact]
    public void NoFile_NamesAMachinesFolders()
    {
        foreach (var (file, number, line) in Lines())
        {
            // The one absolute path that is the same everywhere: who runs a script.
            if (number == 1 && line.StartsWith("#!", StringComparison.Ordinal)) continue;
            MachinePath().Match(line).Value.Should().BeEmpty("{0}, line {1}", file, number);
        }
    }

    [Fact]
    public void NoFile_NamesARegistry()
    {
        foreach (var (file, number, line) in Lines())
            foreach (var host in Hosts)
                line.Contains(host, StringComparison.OrdinalIgnoreCase).Should().BeFalse("{0}, line {1} names {2}", file, number, host);
    }

    [Theory]
    [InlineData("contracts/package-lock.json")]
    [InlineData("tests/schema/package-lock.json")]
    public void PackageLock_NamesNoPlaceWhereAPackageCameFrom(string file) =>
        House.Read(file).Should().Contain("\"integrity\"").And.NotContain("\"resolved\"");

    [Fact]
    public void NoSourceFile_IsLongerThanAThoughtCanBe()
    {
        var sources = House.Files
            .Where(f => Sources.Contains(Path.GetExtension(f)) && !f.EndsWith(".g.cs", StringComparison.Ordinal)).ToList();
        sources.Should().HaveCountGreaterThan(200);
        foreach (var file in sources) File.ReadLines(House.At(file)).Count().Should().BeLessThanOrEqualTo(MaxLines, file);
    }

    [Fact]
    public void Readme_IsShort() => File.ReadLines(House.At("README.md")).Count().Should().BeLessThanOrEqualTo(MaxReadmeLines);

    [Fact]
    public void Readme_NamesFilesThatExist_ToReadFirst()
    {
        var lines = House.Read("README.md").Split('\n');
        var heading = Array.FindIndex(
            lines, l => l.StartsWith('#') && l.Contains("read first", StringComparison.OrdinalIgnoreCase));
        heading.Should().BeGreaterThan(0, "the README lists what to read first");
        var list = lines[(heading + 1)..].TakeWhile(l => !l.StartsWith('#'));
        var paths = list.SelectMany(l => Quoted().Matches(l)).Select(m => m.Groups[1].Value)
            .Where(p => p.Contains('/')).ToList();
        paths.Should().HaveCount(9);
        foreach (var path in paths)
            (File.Exists(House.At(path)) || Directory.Exists(House.At(path))).Should().BeTrue(path);
    }

    [Fact]
    public void Readme_LinksToFilesThatExist()
    {
        foreach (Match link in Link().Matches(House.Read("README.md")))
            File.Exists(House.At(link.Groups[1].Value)).Should().BeTrue(link.Value);
    }

    private static IEnumerable<(string File, int Number, string Line)> Lines()
    {
        House.Files.Should().HaveCountGreaterThan(200);
        foreach (var file in House.Files)
        {
            var number = 0;
            foreach (var line in File.ReadLines(House.At(file))) yield return (file, ++number, line);
        }
    }

    /// <summary>An absolute path into a folder that a machine or a user has; not a part of a longer, relative path.</summary>
    [GeneratedRegex(@"(?<![\w.*}$)/-])(/(work|tmp|root|home|usr|opt|mnt|srv|Users)(?![\w-])|[A-Z]:\\(?=\w))")]
    private static partial Regex MachinePath();

    [GeneratedRegex("`([^` ]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\((?!\w+:)([^)#]+)\)")]
    private static partial Regex Link();
}
