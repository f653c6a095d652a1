namespace Marketplace.Numerics.Tests;

/// <summary>What the one who starts the tests may choose.</summary>
public static class TestRun
{
    /// <summary>MARKET_LONG=1: ten times as many vectors.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("MARKET_LONG") == "1";

    /// <summary>MARKET_UPDATE_SNAPSHOTS=1: write what is printed and measured instead of comparing it.</summary>
    public static bool UpdatesSnapshots => Environment.GetEnvironmentVariable("MARKET_UPDATE_SNAPSHOTS") == "1";

    /// <summary>MARKET_EXPECT_PATH: the same tests again, with instructions taken away. They look at fewer inputs.</summary>
    public static bool IsRepeated => Environment.GetEnvironmentVariable("MARKET_EXPECT_PATH") is { Length: > 0 };

    /// <summary>Vectors for each function.</summary>
    public static int VectorCount => IsLong ? 1_000_000 : IsRepeated ? 20_000 : 100_000;

    /// <summary>Equal, or a report of the first inputs that are not.</summary>
    public static void Compare(
        string what, ReadOnlySpan<uint> inputs, int wordsPerInput, uint[] expected, uint[] actual)
    {
        actual.Should().HaveSameCount(expected, what);
        List<string> wrong = [];
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i] == actual[i]) continue;
            var words = inputs.Slice(i * wordsPerInput, wordsPerInput).ToArray();
            var input = string.Join(' ', words.Select(word => word.ToString("x8")));
            wrong.Add($"{what}({input}): expected {expected[i]:x8}, was {actual[i]:x8}");
        }

        wrong.Take(10).Should().BeEmpty($"{wrong.Count} of {expected.Length} differ");
    }
}
