using System.Numerics;

namespace Marketplace.Numerics.Tests;

/// <summary>The law against exact rational numbers, so that both mirrors cannot be wrong together.</summary>
public class ExactTests
{
    private const int Count = 30_000;
    private static readonly BigInteger Unit = BigInteger.One << 149;

    [Fact]
    public void Add_IsRoundedExactSum() =>
        Check(2, Law.Add, x => x[0] + x[1], (a, b, _) => Exact.Round(a + b, 1, -149));

    [Fact]
    public void Sub_IsRoundedExactDifference() =>
        Check(2, Law.Sub, x => x[0] - x[1], (a, b, _) => Exact.Round(a - b, 1, -149));

    [Fact]
    public void Mul_IsRoundedExactProduct() =>
        Check(2, Law.Mul, x => x[0] * x[1], (a, b, _) => Exact.Round(a * b, 1, -298));

    [Fact]
    public void Div_IsRoundedExactQuotient() =>
        Check(2, Law.Div, x => x[0] * x[1], (a, b, _) => b.Sign < 0 ? Exact.Round(-a, -b, 0) : Exact.Round(a, b, 0));

    [Fact]
    public void Fma_IsRoundedExactSumOfProduct() =>
        Check(3, Law.Fma, x => (x[0] * x[1]) + (x[2] * Unit), (a, b, c) => Exact.Round((a * b) + (c * Unit), 1, -298));

    [Fact]
    public void Sqrt_IsRoundedExactRoot()
    {
        var vectors = new Vectors(0x5172);
        for (var i = 0; i < Count; i++)
        {
            var x = vectors.Float() & 0x7fffffff;
            if (x == 0 || !Exact.IsFinite(x)) continue;
            Law.Sqrt(x).Should().Be(Exact.Sqrt(x), "of sqrt({0:x8})", x);
        }
    }

    [Fact]
    public void Exp_IsRoundedExactExponential()
    {
        var vectors = new Vectors(0xe49);
        var checkedCount = 0;
        while (checkedCount < Count)
        {
            var x = vectors.ExpArgument();
            // Beyond these the answer is tested by name; the series would only grow long.
            if ((x & 0x7fffffff) is 0 or > 0x42d00000) continue;
            checkedCount++;
            var (exact, law) = (Exact.Exp(x), Law.Exp(x));
            if (law != exact) Assert.Fail($"exp({x:x8}) is {exact:x8}, the law says {law:x8}");
        }
    }

    [Fact]
    public void Exp_NextToARoundingBoundary_IsRoundedExactExponential()
    {
        var inputs = HardInputs.Of(HardInputs.ByName("exp")).Select(pair => pair.Argument).ToArray();
        inputs.Should().HaveCountGreaterThanOrEqualTo(1000);
        inputs.Select(Law.Exp).Should().Equal(inputs.Select(Exact.Exp));
    }

    [Theory]
    // The value nearest to a rounding boundary of all float32, 2^-52.64 away, and its neighbours.
    [InlineData(0xc16912cd)]
    [InlineData(0xc16912cc)]
    [InlineData(0xc16912ce)]
    [InlineData(0x42b17217)]
    [InlineData(0xc2aeac50)]
    [InlineData(0xc2cff1b4)]
    [InlineData(0x33000000)]
    [InlineData(0x33800000)]
    [InlineData(0xb3000000)]
    public void Exp_OfHardInput_IsRoundedExactExponential(uint x) => Law.Exp(x).Should().Be(Exact.Exp(x));

    [Theory]
    [InlineData(0x00000000, 0x3f800000)]
    [InlineData(0x80000000, 0x3f800000)]
    [InlineData(0x00000001, 0x3f800000)]
    [InlineData(0x807fffff, 0x3f800000)]
    [InlineData(0x3f800000, 0x402df854)]
    [InlineData(0x42b17218, 0x7f800000)]
    [InlineData(0x7f800000, 0x7f800000)]
    [InlineData(0xc2cff1b4, 0x00000001)]
    [InlineData(0xc2cff1b5, 0x00000000)]
    [InlineData(0xff800000, 0x00000000)]
    [InlineData(0xff800001, 0x7fc00000)]
    public void Exp_OfEnds(uint x, uint expected) => Law.Exp(x).Should().Be(expected);

    private static void Check(
        int words,
        Delegate law,
        Func<BigInteger[], BigInteger> value,
        Func<BigInteger, BigInteger, BigInteger, uint> exact)
    {
        var vectors = new Vectors((ulong)words * 0x1e3779b97f4a7c15);
        var x = new uint[words];
        var checkedCount = 0;
        while (checkedCount < Count)
        {
            vectors.Related(x);
            if (!x.All(Exact.IsFinite)) continue;
            var units = x.Select(Exact.Units).Append(0).ToArray();
            // The sign of a zero is a rule of its own, tested elsewhere.
            if (value(units).IsZero) continue;
            checkedCount++;
            var expected = exact(units[0], units[1], units[2]);
            var actual = law is Func<uint, uint, uint> ofTwo
                ? ofTwo(x[0], x[1])
                : ((Func<uint, uint, uint, uint>)law)(x[0], x[1], x[2]);
            if (actual == expected) continue;
            var input = string.Join(' ', x.Select(w => w.ToString("x8")));
            Assert.Fail($"of {input}: exact {expected:x8}, law {actual:x8}");
        }
    }
}
