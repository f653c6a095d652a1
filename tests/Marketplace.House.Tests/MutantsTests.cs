namespace Marketplace.House.Tests;

/// <summary>Seeded defects (<c>tools/scripts/mutants.sh</c>, an hour): each still has its place in the sources, and its row in
/// docs/mutants.md.</summary>
public sealed class MutantsTests
{
    private const string Folder = "contracts/test/mutants";

    public static TheoryData<string> Names => [.. Patches];

    private static IEnumerable<string> Patches =>
        Directory.GetFiles(House.At(Folder), "*.patch").Select(p => Path.GetFileNameWithoutExtension(p));

    [Theory]
    [MemberData(nameof(Names))]
    public void ADefect_HasItsPlaceInTheSources(string name)
    {
        var lines = House.Read($"{Folder}/{name}.patch").Split('\n');
        var changed = lines.Single(l => l.StartsWith("--- a/", StringComparison.Ordinal))["--- a/".Length..];
        var source = House.Read(changed);
        var hunks = string.Join('\n', lines.SkipWhile(l => !l.StartsWith("@@", StringComparison.Ordinal))).Split("\n@@");
        foreach (var hunk in hunks)
        {
            // What was there before: the lines around the defect, and those that it takes away.
            var before = hunk.Split('\n').Skip(1).Where(l => l.Length > 0 && l[0] is ' ' or '-').Select(l => l[1..]);
            source.Should().Contain(string.Join('\n', before), $"{name} is a patch of {changed}");
        }
    }

    [Fact]
    public void EveryDefect_HasItsRow()
    {
        var document = House.Read("docs/mutants.md");
        Patches.Should().HaveCountGreaterThan(20).And.OnlyContain(name => document.Contains($"`{name}`"));
    }
}
