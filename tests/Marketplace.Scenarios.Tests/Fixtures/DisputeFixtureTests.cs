using Marketplace.Operators;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Fixtures;

namespace Marketplace.Scenarios.Tests.Fixtures;

/// <summary>The recorded disputes: what they cover, and that the rules in C# still do what they say.</summary>
public sealed class DisputeFixtureTests
{
    public static IReadOnlyList<(string File, DisputeFixture Fixture)> All { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(file => (file, FixtureReader.Read(File.ReadAllBytes(file))))];

    public static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "tests", "fixtures", "disputes");
        }
    }

    [Fact]
    public void EachIsAnotherDispute_AndTogetherTheyHaveEveryOperatorAlphabetAndEnding()
    {
        All.Should().HaveCountGreaterThanOrEqualTo(40);
        var subjects = All.Select(f => f.Fixture.About).ToList();
        subjects.Should().OnlyHaveUniqueItems();
        foreach (var (file, fixture) in All) Path.GetFileNameWithoutExtension(file).Should().Be(fixture.Name);
        foreach (var code in Enum.GetValues<OpCode>()) subjects.Should().Contain(s => s.Operator.StartsWith($"{code}"), "of {0}", code);
        foreach (var alphabet in Enum.GetNames<Alphabet>()) subjects.Should().Contain(s => s.Alphabet == alphabet);
        foreach (var kind in Enum.GetValues<FixtureKind>()) All.Should().Contain(f => f.Fixture.Calls.Any(c => c.Kind == kind), "of {0}", kind);
    }

    [Fact]
    public void ThePairsThatTheyDoNotCover_AreThoseThatAreListed()
    {
        var listed = File.ReadAllLines(Path.Combine(Folder, FixturePairs.FileName));
        FixturePairs.Missing([.. All.Select(f => f.Fixture.About)]).Should().Equal(listed);
    }

    [Fact]
    public async Task TheRulesInCSharp_DoWhatEachSays()
    {
        foreach (var (file, fixture) in All)
        {
            var (difference, _) = await FixtureReplay.PlayAsync(fixture, new RulesStage(), default);
            difference.Should().BeNull("{0}", file);
        }
    }

    [Fact]
    public void Written_IsWhatWasRead()
    {
        foreach (var (file, fixture) in All) FixtureWriter.Write(fixture).Should().Equal(File.ReadAllBytes(file));
    }
}
