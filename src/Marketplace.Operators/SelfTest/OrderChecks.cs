using Marketplace.Numerics;
using static Marketplace.Operators.SelfTest.SelfCheck;

namespace Marketplace.Operators.SelfTest;

/// <summary>Chains: where they begin, in which order they go on, and that nothing is added to them (section 3, F7).</summary>
internal static class OrderChecks
{
    private const uint One = 0x3f800000;
    private const uint Large = 0x4b800000;
    private const uint Sign = 0x80000000;

    // No multiple of any tile's rows or columns.
    private const int Rows = 9;
    private const int Columns = 51;

    public static IEnumerable<SelfCheck> All() => [.. Products(), .. Lanes(), .. Tables()];

    private static IEnumerable<SelfCheck> Products()
    {
        // 1 is lost in 2^24, and 2^24 is gone again, but not from the other end; two, in one chain, are not lost.
        const string Ascending = "a product adds its terms one after the other, ascending (O3)";
        yield return Product(Ascending, [One, Large, Sign | Large], [One, One, One], 0);
        yield return Product(Ascending, [One, One, Large, Sign | Large], [One, One, One, One], 0x40000000);
        yield return Product(Ascending, [Large, .. Enumerable.Repeat(One, 600)], [.. Enumerable.Repeat(One, 601)], Large);
        yield return Product("a product's terms are fused (F2)", [0xbf801000, 0x3f800800], [One, 0x3f800800], 0x33800000);
        yield return Product("a chain begins at +0 (O5)", [Sign], [One], 0);
        // −2^-200 rounds to −0; one more term of zeros would make it +0.
        yield return Product("a chain has no other terms (F7)", [0x8d800000, 0x8d800000], [0x0d800000, 0x0d800000], Sign);
        yield return Product("subnormal operands count as what they are (F1)", [0x00000001, 0x00000003], [0x7f000000, 0x7f000000], 0x35800000);
        yield return Product("subnormal results are kept (F1)", [0x20000000, 0x20000000], [0x1e800000, 0x1e000000], 0x00180000);
        yield return Product("every NaN is 0x7fc00000 (F4)", [0x7f800000, 0xff800000, One], [One, One, One], 0x7fc00000);
        yield return Product("every NaN is 0x7fc00000 (F4)", [One, 0xffc12345], [One, One], 0x7fc00000);
    }

    /// <summary>Every row of A and of B alike, so that every element of the output is the same chain.</summary>
    private static SelfCheck Product(string name, uint[] a, uint[] b, uint expected)
    {
        var left = Floats(Shape.Of(Rows, a.Length), [.. Enumerable.Repeat(a, Rows).SelectMany(row => row)]);
        var right = Floats(Shape.Of(Columns, b.Length), [.. Enumerable.Repeat(b, Columns).SelectMany(row => row)]);
        return Of(
            name, OpCode.MatMul, 0, ElementType.F32, Shape.Of(Rows, Columns), [], [left, right], [Read(left, 0, 1, 0), Read(right, 1, 0, 1)],
            [.. Enumerable.Repeat(expected, Rows * Columns)]);
    }

    private static IEnumerable<SelfCheck> Lanes()
    {
        // In every lane 1, 2^24, −2^24; the last row's end is missing in the lanes from 3 on.
        const int Width = 2 * Chain.Lanes + 3;
        var terms = Enumerable.Range(0, Width).Select(c => c < Chain.Lanes ? One : c < 2 * Chain.Lanes ? Large : Sign | Large);
        var x = Floats(Shape.Of(2, Width), [.. terms, .. terms]);
        var sums = Enumerable.Range(0, Chain.Lanes).Select(l => l < 3 ? 0u : Large);
        yield return Of(
            "32 lanes, each ascending (section 3)", OpCode.SumLanes, 0, ElementType.F32, Shape.Of(2, Chain.Lanes), [], [x], [Read(x, 0, 1, 0)],
            [.. sums, .. sums]);

        var lanes = new uint[Chain.Lanes];
        (lanes[0], lanes[1], lanes[16]) = (Large, One, Sign | Large);
        var row = Floats(Shape.Of(1, Chain.Lanes), lanes);
        yield return Of(
            "lanes are folded 16, 8, 4, 2, 1 apart (section 3)", OpCode.FoldLanes, FoldFunction.Add, ElementType.F32, Shape.Of(1), [], [row],
            [Read(row, 0, 0, 1)], [One]);

        var nan = Floats(Shape.Of(1, 3), 0x7fc00000, Sign, 0x00000001);
        yield return Of(
            "the greater one of two is x > a ? x : a (F3)", OpCode.MaxLanes, 0, ElementType.F32, Shape.Of(1, Chain.Lanes), [], [nan],
            [Read(nan, 0, 1, 0)], [0xff800000, Sign, 0x00000001, .. Enumerable.Repeat(0xff800000u, Chain.Lanes - 3)]);
    }

    private static IEnumerable<SelfCheck> Tables()
    {
        var indices = new Tensor(ElementType.I32, Shape.Of(7), [1, 0, 1, 1, 0xffffffff, 2, 3]);
        var gradient = Floats(Shape.Of(7, 1), Large, 0x40a00000, One, Sign | Large, 0x40e00000, Sign, 0x41100000);
        yield return Of(
            "gradients are added token after token (section 3)", OpCode.ScatterAdd, 0, ElementType.F32, Shape.Of(3, 1), [7], [indices, gradient],
            [Read(indices, 0, 1, 0), Read(gradient, 1, 1, 1)], [0x40a00000, 0, 0]);

        var table = Floats(Shape.Of(3, 1), 0x40a00000, One, Large);
        yield return Of(
            "an index outside of a table gives +0 (O5)", OpCode.Gather, 0, ElementType.F32, Shape.Of(7, 1), [], [indices, table],
            [Read(indices, 0, 1, 0), Read(table, 1, 0, 0)], [One, 0x40a00000, One, One, 0, Large, 0]);

        // The first of the answers that the generator's authors publish.
        yield return Of("random words are Philox-4x32-10 (F6)", OpCode.Random, 0, ElementType.I32, Shape.Of(1), [0, 0], [], [], [0x6627e8d5]);

        var bytes = Tensor.Int8s(Shape.Of(1, 5), -128, -128, 127, -1, 3);
        yield return Of(
            "products of i8 are exact (F8)", OpCode.MatMul, 0, ElementType.I32, Shape.Of(1, 1), [], [bytes, bytes],
            [Read(bytes, 0, 1, 0), Read(bytes, 1, 0, 1)], [2 * 16384 + 16129 + 1 + 9]);
    }
}
