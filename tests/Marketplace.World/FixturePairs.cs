using Marketplace.Protocol.Fixtures;

namespace Marketplace.World;

/// <summary>How far fixtures cover each other's kinds: of any two of the four words of a subject, which values never meet.</summary>
public static class FixturePairs
{
    /// <summary>Beside the fixtures.</summary>
    public const string FileName = "pairs-not-covered.txt";

    private static readonly (string Name, Func<FixtureSubject, string> Of)[] s_words =
        [("operator", s => s.Operator), ("alphabet", s => s.Alphabet), ("liar", s => s.Liar), ("ending", s => s.Ending)];

    /// <summary>A line for each pair of values that no fixture has, in order.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyCollection<FixtureSubject> subjects)
    {
        var lines = new List<string>();
        for (var i = 0; i < s_words.Length; i++)
        {
            for (var k = i + 1; k < s_words.Length; k++)
            {
                var (a, b) = (s_words[i], s_words[k]);
                var met = subjects.Select(s => (a.Of(s), b.Of(s))).ToHashSet();
                lines.AddRange(
                    from left in subjects.Select(a.Of).Distinct()
                    from right in subjects.Select(b.Of).Distinct()
                    where !met.Contains((left, right))
                    select $"{a.Name} {left}: {b.Name} {right}");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
