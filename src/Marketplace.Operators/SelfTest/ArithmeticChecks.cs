using Marketplace.Numerics;
using static Marketplace.Operators.SelfTest.SelfCheck;

namespace Marketplace.Operators.SelfTest;

/// <summary>Primitives where machines differ: fusion, subnormals, zeros, quotients, conversions, NaNs (F1–F4).</summary>
internal static class ArithmeticChecks
{
    private const uint One = 0x3f800000;
    private const uint NaN = 0x7fc00000;
    private const uint Infinity = 0x7f800000;
    private const uint Sign = 0x80000000;

    /// <summary>Elements enough that all of a machine's threads get some: the state of rounding is each one's own.</summary>
    private const int Spread = 40_000;

    public static IEnumerable<SelfCheck> All() =>
        [.. Rounding(), .. Subnormals(), .. Zeros(), .. Conversions(), .. NaNs(), .. Integers()];

    private static IEnumerable<SelfCheck> Rounding()
    {
        yield return Map("sums, differences and products round to nearest, ties to even (F1)", MapCode.Add,
            [One, 0x33800000, One], [0x3f800001, 0x33800000, 0x3f800002], [0x3dcccccd, 0x3e4ccccd, 0x3e99999a], [0x4b800000, 0xbf800000, 0x4b7fffff]);
        yield return Map("sums, differences and products round to nearest, ties to even (F1)", MapCode.Mul,
            [0x3dcccccd, 0x3dcccccd, 0x3c23d70b], [0x3f800800, 0x3f800800, 0x3f801000]);

        // (1 + 2^-12)² − (1 + 2^-11): rounded twice it is 0. Through double, 1 + (2^-24 + 2^-54) falls on a tie.
        yield return Map("a fused multiply-add rounds once (F2)", MapCode.Fma,
            [0x3f800800, 0x3f800800, 0xbf801000, 0x33800000], [0x44a52000, 0x2e467190, One, 0x3f800001], [0x44a52000, 0xae467190, 0xbf800000, 0xbf800001]);

        yield return Contraction();
        yield return Map("quotients are correctly rounded (F1)", MapCode.Div,
            [0x40a00000, 0x40400000, 0x3fd55555], [0x40e00000, 0x42440000, 0x3e124925], [0x41100000, 0x41300000, 0x3f51745d], [One, 0, Infinity],
            [One, Sign, Sign | Infinity]);
        yield return Map("square roots are correctly rounded (F1)", MapCode.Sqrt,
            [0x40e00000, 0x402953fd], [0x3dcccccd, 0x3ea1e89b], [0x40000000, 0x3fb504f3], [Infinity, Infinity]);
    }

    /// <summary>A product and a sum that are two operations are two roundings, also where nobody else sees the
    /// product.</summary>
    private static SelfCheck Contraction()
    {
        const int Count = 67;
        var shape = Shape.Of(Count);
        Tensor Filled(uint word) => new(ElementType.F32, shape, [.. Enumerable.Repeat(word, Count)]);
        var (a, c, product, sum) = (Filled(0x3f800800), Filled(0xbf801000), new Tensor(ElementType.F32, shape), new Tensor(ElementType.F32, shape));
        return new SelfCheck(
            "a product and a sum that follow one another are not fused (F2)",
            [
                Bind(OpCode.Map, MapCode.Mul, ElementType.F32, shape, [], [a, a], [Read(a, 0, 0, 1), Read(a, 0, 0, 1)], product, isKept: false),
                Bind(OpCode.Map, MapCode.Add, ElementType.F32, shape, [], [product, c], [Read(product, 2, 0, 1), Read(c, 1, 0, 1)], sum, isKept: true),
            ],
            [.. Enumerable.Repeat(0u, Count)]);
    }

    private static IEnumerable<SelfCheck> Subnormals()
    {
        const string Read = "subnormal operands count as what they are (F1)";
        yield return Map(Read, MapCode.Mul, Spread, [0x00000001, 0x7f000000, 0x34800000], [0x807fffff, 0x4b000000, 0x8bfffffe]);
        yield return Map(Read, MapCode.Fma, [0x00000001, 0x7f000000, 0x34800000, 0x35000000]);
        yield return Map(Read, MapCode.Div, [0x34800000, 0x00000001, 0x7f000000]);
        yield return Map(Read, MapCode.Sqrt, [0x00000001, 0x1a3504f3]);
        yield return Map(Read, MapCode.Log, [0x00000001, 0xc2ce8ed0]);
        // Selecting copies a word; what is flushed here is the comparison.
        yield return Map(Read, MapCode.ReluGrad, [One, 0x00000001, One], [One, 0x80000001, 0]);

        const string Kept = "subnormal results are kept (F1)";
        yield return Map(Kept, MapCode.Mul, Spread, [0x00800000, 0x3f000000, 0x00400000], [0x80800000, 0x34000000, 0x80000001]);
        yield return Map(Kept, MapCode.Sub, [0x00800001, 0x00800000, 0x00000001]);
        yield return Map(Kept, MapCode.Div, [0x00800000, 0x40400000, 0x002aaaab]);
        yield return Map(Kept, MapCode.Fma, [0x20000000, 0x1f000000, 0x80800000, 0x80600000]);
    }

    private static IEnumerable<SelfCheck> Zeros()
    {
        const string Name = "zeros keep their signs (F1, F3)";
        yield return Map(Name, MapCode.Add, [Sign, Sign, Sign], [Sign, 0, 0], [One, Sign | One, 0]);
        yield return Map(Name, MapCode.Mul, [Sign | One, 0, Sign], [0x80800000, 0x00800000, Sign]);
        yield return Map(Name, MapCode.Fma, [Sign, One, Sign, Sign], [Sign, One, 0, 0], [0, 0, Sign, 0], [0x00800000, 0x80800000, 0, Sign]);
        yield return Map(Name, MapCode.Max, [0, Sign, 0], [Sign, 0, Sign]);
        yield return Map(Name, MapCode.Relu, [Sign, 0]);
        yield return Map(Name, MapCode.Sqrt, [Sign, Sign]);
    }

    private static IEnumerable<SelfCheck> Conversions()
    {
        yield return Map("integers become the nearest float, ties to even (F1)", MapCode.FromInt,
            [16777217, 0x4b800000], [16777219, 0x4b800002], [0x7fffffff, 0x4f000000], [0xffffffff, 0xbf800000], [0x80000000, 0xcf000000], [0, 0]);
        yield return Map("floats become integers towards zero, saturating, NaN as 0 (F1)", MapCode.ToInt,
            [0x3ffeb852, 1], [0xbffeb852, 0xffffffff], [0x4f000000, 0x7fffffff], [0xcf000001, 0x80000000], [Infinity, 0x7fffffff],
            [Sign | Infinity, 0x80000000], [NaN, 0], [0x4effffff, 0x7fffff80]);
    }

    private static IEnumerable<SelfCheck> NaNs()
    {
        const string Name = "every NaN is 0x7fc00000 (F4)";
        yield return Map(Name, MapCode.Sub, [Infinity, Infinity, NaN], [0xffc12345, One, NaN], [One, 0x7f800001, NaN]);
        yield return Map(Name, MapCode.Mul, [Infinity, Sign, NaN], [0x7fffffff, 0, NaN]);
        yield return Map(Name, MapCode.Div, [0, 0, NaN], [0xffffffff, One, NaN]);
        yield return Map(Name, MapCode.Sqrt, [0xbf800000, NaN], [0xff800001, NaN]);
        yield return Map(Name, MapCode.Fma, [Infinity, 0, One, NaN], [Infinity, One, 0xff800000, NaN], [One, One, 0xffc00000, NaN]);

        var words = Shape.Of(4);
        uint[] patterns = [0xffc00000, 0x7f800001, 0x7fffffff, Sign];
        var floats = Floats(words, patterns);
        yield return Of(Name, OpCode.Move, 0, ElementType.F32, words, [], [floats], [Read(floats, 0, 0, 1)], [NaN, NaN, NaN, Sign]);

        // A NaN is greater than nothing, and nothing is greater than it.
        yield return Map("the greater one of two is x > a ? x : a (F3)", MapCode.Max,
            [One, NaN, One], [NaN, One, NaN], [0xbf800000, One, One], [One, 0xbf800000, One]);
        var ints = new Tensor(ElementType.I32, words, patterns);
        yield return Of("integers are never touched (F4)", OpCode.Move, 0, ElementType.I32, words, [], [ints], [Read(ints, 0, 0, 1)], patterns);
    }

    private static IEnumerable<SelfCheck> Integers()
    {
        const string Name = "integers count modulo 2^32 (F1)";
        yield return Map(Name, MapCode.IntAdd, [0x7fffffff, 1, 0x80000000]);
        yield return Map(Name, MapCode.IntMul, [0x89abcdef, 0x12345679, 0x6bee9ff7]);
        yield return Map(Name, MapCode.IntShiftLeft, [1, 33, 2]);
        yield return Map(Name, MapCode.IntShiftRight, [0x80000000, 63, 1]);
        yield return Map(Name, MapCode.IntLess, [0x80000000, 1, One], [1, 0x80000000, 0]);
    }
}
