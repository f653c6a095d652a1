using System.Text.RegularExpressions;

namespace Marketplace.House.Tests;

/// <summary>docs/attacks.md names tests that exist: a renamed or lost test is a hole in the wall.</summary>
public sealed partial class AttacksDocumentTests
{
    private static string[] Rows { get; } =
        [.. House.Read("docs/attacks.md").Split('\n').Where(line => RowStart().IsMatch(line))];

    [Fact]
    public void EveryRow_IsThereOnce()
    {
        string[] expected =
        [
            .. Enumerable.Range(1, 14).Select(i => $"P{i}"), .. Enumerable.Range(1, 37).Select(i => $"A{i}"),
            .. Enumerable.Range(1, 24).Select(i => $"B{i}"),
        ];
        Rows.Select(row => RowStart().Match(row).Groups[1].Value).Should().Equal(expected);
    }

    [Fact]
    public void EveryTestThatIsNamed_Exists()
    {
        var code = string.Concat(House.Files.Where(IsTest).Select(House.Read));
        var missing = Rows.SelectMany(Named).Distinct().Where(name => !Regex.IsMatch(code, $@"\b{name}\(")).ToList();
        missing.Should().BeEmpty();
    }

    [Fact]
    public void AtLeastThirtyRows_AreHeldByATest() =>
        Rows.Count(row => !row.StartsWith("| B", StringComparison.Ordinal) && Named(row).Any()).Should().BeGreaterThanOrEqualTo(30);

    private static IEnumerable<string> Named(string row) =>
        TestName().Matches(row.Split('|')[^2]).Select(match => match.Groups[1].Value);

    private static bool IsTest(string file) =>
        (file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
        || (file.StartsWith("contracts/test/", StringComparison.Ordinal) && file.EndsWith(".sol", StringComparison.Ordinal));

    [GeneratedRegex(@"^\| ([PAB]\d+) \|")]
    private static partial Regex RowStart();

    [GeneratedRegex(@"`((?:test|testFuzz|invariant)_\w+|[A-Z]\w*_\w+)`")]
    private static partial Regex TestName();
}
