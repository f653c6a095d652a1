using System.Globalization;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;
using Marketplace.Numerics.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>The six functions against the law. All 2^32 inputs are the matter of ./market prove-functions.</summary>
public sealed unsafe class FunctionKernelTests
{
    private static int RandomPatterns => TestRun.IsRepeated ? 50_000 : 1_000_000;

    public static TheoryData<ElementaryFunction> Functions => [.. Enum.GetValues<ElementaryFunction>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void RandomPatterns_GiveTheLawsBits(ElementaryFunction function)
    {
        var vectors = new Vectors(0xf00d);
        var inputs = new uint[RandomPatterns];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = i % 2 == 0 ? vectors.Bits() : vectors.ElementaryArgument(Code(function));
        var law = MapFunction.ByCode(Code(function));
        var expected = new uint[inputs.Length];
        Parallel.For(0, inputs.Length, i => expected[i] = law.Evaluate([inputs[i]], []));
        Compare(function, inputs, expected);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void HardestArguments_AreRoundedAsMpfrRoundsThem(ElementaryFunction function)
    {
        var name = function.ToString().ToLowerInvariant();
        var path = Path.Combine(LocalEvm.RepositoryRoot, "tests", "fixtures", "numerics", $"hard-{name}.txt");
        var pairs = File.ReadLines(path).Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' ').Select(Word).ToArray()).ToArray();
        pairs.Should().HaveCountGreaterThan(900);
        Compare(function, [.. pairs.Select(p => p[0])], [.. pairs.Select(p => p[^1])]);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void NeighboursOfEverySeam_GiveTheLawsBits(ElementaryFunction function)
    {
        var inputs = Vectors.Seams
            .SelectMany(seam => Enumerable.Range(-300, 601).Select(n => unchecked(seam + (uint)n)))
            .SelectMany(x => new[] { x, x ^ Law.Sign }).ToArray();
        var law = MapFunction.ByCode(Code(function));
        Compare(function, inputs, [.. inputs.Select(x => law.Evaluate([x], []))]);
    }

    /// <summary>One float that a vector's fast way cannot decide, in every place among others that it can.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void OneOddLaneAmongOrdinaryOnes_GivesTheLawsBits(ElementaryFunction function)
    {
        const int Vector = 16;
        float[] odd =
        [
            float.NaN, -95f, -87.25f, float.BitDecrement(-87.25f), -104f, float.BitIncrement(-104f), 88.75f, 1e30f,
            -1e30f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -0f, MathF.ScaleB(1, -25), 3e7f,
        ];
        var inputs = new uint[odd.Length * Vector * Vector];
        for (var i = 0; i < inputs.Length; i++)
        {
            var (vector, lane) = Math.DivRem(i, Vector);
            var isOdd = lane == vector % Vector;
            inputs[i] = BitConverter.SingleToUInt32Bits(isOdd ? odd[vector / Vector] : 0.37f + (0.61f * lane));
        }

        var law = MapFunction.ByCode(Code(function));
        Compare(function, inputs, [.. inputs.Select(x => law.Evaluate([x], []))]);
    }

    private static byte Code(ElementaryFunction function) => MapFunction.All
        .Single(f => string.Equals(f.Name, function.ToString(), StringComparison.OrdinalIgnoreCase)).Code;

    private static void Compare(ElementaryFunction function, uint[] inputs, uint[] expected)
    {
        foreach (var path in CpuPaths.Supported)
        {
            var actual = new uint[inputs.Length];
            fixed (uint* x = inputs, y = actual) FunctionKernels.Of(function, path)(x, y, inputs.Length);
            TestRun.Compare($"{function} on {path}", inputs, 1, expected, actual);
        }
    }

    private static uint Word(string hex) => uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
