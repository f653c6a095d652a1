using FsCheck;
using FsCheck.Fluent;

namespace Marketplace.Operators.Tests;

/// <summary>Random cases by FsCheck. The same ones in every run, unless MARKET_FUZZ_SEED names others; ten times as many
/// with MARKET_LONG=1.</summary>
/// <remarks>A failure names its seed (a pair, the first number is MARKET_FUZZ_SEED) and the smallest numbers that still
/// fail: given to <see cref="Draws"/> as they are printed, they are a fixed case.</remarks>
public static class Fuzz
{
    private const int Numbers = 48;

    /// <summary>Holds a property of so many random cases.</summary>
    public static void Cases(int count, Action<Draws> property)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("MARKET_FUZZ_SEED"), out var asked) ? asked : 1;
        var longer = Environment.GetEnvironmentVariable("MARKET_LONG") == "1" ? 10 : 1;
        var config = Config.QuickThrowOnFailure.WithMaxTest(count * longer).WithReplay(seed, 0x9e3779b97f4a7c15);
        var words = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(Numbers), Simpler);
        Prop.ForAll(words, (int[] w) => property(new Draws(w))).Check(config);
    }

    /// <summary>The same numbers with one of them zero, halved, or less by one.</summary>
    private static IEnumerable<int[]> Simpler(int[] words)
    {
        foreach (var next in (Func<int, int>[])[_ => 0, w => w / 2, w => w - 1])
        {
            for (var i = 0; i < words.Length; i++)
            {
                if (words[i] != 0) yield return [.. words[..i], next(words[i]), .. words[(i + 1)..]];
            }
        }
    }
}

/// <summary>The numbers of which a random case is made, taken one after the other; zeros when there are no more. Small
/// numbers are simple cases.</summary>
public sealed class Draws(params int[] words)
{
    private int _next;

    /// <summary>0 to n − 1.</summary>
    public int Below(int n) => _next < words.Length ? words[_next++] % n : 0;

    /// <summary>1 to n.</summary>
    public int UpTo(int n) => 1 + Below(n);

    /// <summary>Once in n.</summary>
    public bool OneIn(int n) => Below(n) == n - 1;

    public T Of<T>(params T[] choices) => choices[Below(choices.Length)];
}
