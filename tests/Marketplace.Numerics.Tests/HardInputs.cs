using System.Globalization;

namespace Marketplace.Numerics.Tests;

/// <summary>
/// The arguments of an elementary function whose value lies closest to the middle between two floats, where the
/// smallest error rounds to the wrong one, with the right values: tests/fixtures/numerics/hard-*.txt.
/// </summary>
/// <remarks>
/// All arguments were scanned and the values come from MPFR with 400 bits (tools/HardInputs), so they share nothing
/// with the law.
/// </remarks>
internal static class HardInputs
{
    public static readonly ElementaryFunction[] Functions =
    [
        new("exp", MapCode.Exp, Elementary.Exp, Parity.None),
        new("log", MapCode.Log, Elementary.Log, Parity.None),
        new("tanh", MapCode.Tanh, Elementary.Tanh, Parity.Odd),
        new("sigmoid", MapCode.Sigmoid, Elementary.Sigmoid, Parity.None),
        new("sin", MapCode.Sin, Elementary.Sin, Parity.Odd),
        new("cos", MapCode.Cos, Elementary.Cos, Parity.Even),
    ];

    /// <summary>Names for theories.</summary>
    public static TheoryData<string> Names => new(Functions.Select(f => f.Name));

    public static ElementaryFunction ByName(string name) => Functions.Single(f => f.Name == name);

    /// <summary>Arguments and values; of odd and even functions on both sides of zero.</summary>
    public static IReadOnlyList<(uint Argument, uint Value)> Of(ElementaryFunction function)
    {
        var path = Path.Combine(
            LocalEvm.RepositoryRoot, "tests", "fixtures", "numerics", $"hard-{function.Name}.txt");
        List<(uint Argument, uint Value)> pairs = [];
        foreach (var line in File.ReadLines(path).Where(line => !line.StartsWith('#')))
        {
            var words = line.Split(' ').Select(w => uint.Parse(w, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            var (argument, value) = (words.First(), words.Last());
            pairs.Add((argument, value));
            if (function.Parity == Parity.None) continue;
            pairs.Add((argument ^ Law.Sign, function.Parity == Parity.Odd ? value ^ Law.Sign : value));
        }

        return pairs;
    }
}

internal enum Parity
{
    None,
    Odd,
    Even,
}

/// <param name="Law">The function by the law.</param>
internal sealed record ElementaryFunction(string Name, byte Code, Func<uint, uint> Law, Parity Parity);
