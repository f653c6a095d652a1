namespace Marketplace.Numerics.Tests;

public class LawTests
{
    private const uint Infinity = 0x7f800000;
    private const uint MinusZero = 0x80000000;

    [Fact]
    public void Fma_RoundsOnce()
    {
        // (1 + 2^-12)² - (1 + 2^-11) = 2^-24, which two roundings lose.
        Law.Fma(0x3f800800, 0x3f800800, 0xbf801000).Should().Be(0x33800000);
        Law.Add(Law.Mul(0x3f800800, 0x3f800800), 0xbf801000).Should().Be(0);
    }

    [Fact]
    public void Fma_OfPaddingOntoMinusZero_ChangesIt() => Law.Fma(0, 0, MinusZero).Should().Be(0);

    [Theory]
    [InlineData(0x7f800001, 0x7fc00000)]
    [InlineData(0xffc00000, 0x7fc00000)]
    [InlineData(0xffffffff, 0x7fc00000)]
    [InlineData(0x7f800000, 0x7f800000)]
    [InlineData(0xff800000, 0xff800000)]
    [InlineData(0x80000000, 0x80000000)]
    public void Canonical_ChangesNothingButNaN(uint bits, uint expected) => Law.Canonical(bits).Should().Be(expected);

    [Fact]
    public void ComputedNaN_IsCanonical()
    {
        Law.Sub(Infinity, Infinity).Should().Be(Law.NaN);
        Law.Div(0, MinusZero).Should().Be(Law.NaN);
        Law.Sqrt(0xbf800000).Should().Be(Law.NaN);
        Law.Mul(0xff800001, 0x3f800000).Should().Be(Law.NaN);
        Law.Fma(0, Infinity, 0xffc12345).Should().Be(Law.NaN);
    }

    [Theory]
    [InlineData(0x3f800000, 0x7fc00000, 0x3f800000)]
    [InlineData(0x7fc00001, 0x3f800000, 0x7fc00000)]
    [InlineData(0x00000000, 0x80000000, 0x00000000)]
    [InlineData(0x80000000, 0x00000000, 0x80000000)]
    [InlineData(0xff800000, 0xff7fffff, 0xff7fffff)]
    public void Max_IsCompareSelect(uint acc, uint x, uint expected) => Law.Max(acc, x).Should().Be(expected);

    [Theory]
    [InlineData(0x4effffff, 0x7fffff80)]
    [InlineData(0x4f000000, 0x7fffffff)]
    [InlineData(0x7f800000, 0x7fffffff)]
    [InlineData(0xcf000000, 0x80000000)]
    [InlineData(0xcf000001, 0x80000000)]
    [InlineData(0xff800000, 0x80000000)]
    [InlineData(0xffc00000, 0x00000000)]
    [InlineData(0xbfffffff, 0xffffffff)]
    [InlineData(0xbf7fffff, 0x00000000)]
    [InlineData(0x807fffff, 0x00000000)]
    public void ToInt_TruncatesAndSaturates(uint bits, uint expected) => Law.ToInt(bits).Should().Be(expected);

    [Theory]
    [InlineData(0x01000001, 0x4b800000)]
    [InlineData(0x01000003, 0x4b800002)]
    [InlineData(0x7fffffff, 0x4f000000)]
    [InlineData(0x80000000, 0xcf000000)]
    [InlineData(0xffffffff, 0xbf800000)]
    [InlineData(0x00000000, 0x00000000)]
    public void FromInt_RoundsToEven(uint integer, uint expected) => Law.FromInt(integer).Should().Be(expected);

    [Fact]
    public void Shifts_TakeTheirCountModulo32()
    {
        Law.IntShiftLeft(3, 33).Should().Be(6);
        Law.IntShiftRight(0x80000000, 63).Should().Be(1);
        Law.IntShiftRight(0x80000000, 0xffffffff).Should().Be(1);
    }

    [Fact]
    public void Integers_WrapAndCompareSigned()
    {
        Law.IntAdd(0xffffffff, 2).Should().Be(1);
        Law.IntSub(0, 1).Should().Be(0xffffffff);
        Law.IntMul(0x10001, 0x10001).Should().Be(0x20001);
        Law.IntLess(0xffffffff, 0).Should().Be(Law.One);
        Law.IntLess(0, 0xffffffff).Should().Be(0);
        Law.IntEqual(0x80000000, 0).Should().Be(0);
    }
}
