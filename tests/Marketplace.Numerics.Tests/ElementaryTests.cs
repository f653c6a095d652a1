namespace Marketplace.Numerics.Tests;

/// <summary>The ends and the seams of the elementary functions, by name; between them see the hard arguments.</summary>
public class ElementaryTests
{
    public static TheoryData<string> Names => HardInputs.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void HardInput_IsRoundedAsMpfrDoes(string name)
    {
        var function = HardInputs.ByName(name);
        var pairs = HardInputs.Of(function);
        pairs.Should().HaveCountGreaterThanOrEqualTo(1000);
        uint[] arguments = [.. pairs.Select(p => p.Argument)];
        TestRun.Compare(
            name, arguments, 1, [.. pairs.Select(p => p.Value)], [.. arguments.Select(x => function.Law(x))]);
    }

    [Theory]
    [InlineData(0x00000000, 0xff800000)]
    [InlineData(0x80000000, 0xff800000)]
    [InlineData(0x00000001, 0xc2ce8ed0)]
    [InlineData(0x007fffff, 0xc2aeac50)]
    [InlineData(0x00800000, 0xc2aeac50)]
    [InlineData(0x3f800000, 0x00000000)]
    [InlineData(0x3f7fffff, 0xb3800000)]
    [InlineData(0x3f800001, 0x33ffffff)]
    [InlineData(0x7f7fffff, 0x42b17218)]
    [InlineData(0x7f800000, 0x7f800000)]
    [InlineData(0x80000001, 0x7fc00000)]
    [InlineData(0xff800000, 0x7fc00000)]
    [InlineData(0x7f800001, 0x7fc00000)]
    public void Log_OfEnds(uint x, uint expected) => Elementary.Log(x).Should().Be(expected);

    [Theory]
    [InlineData(0x00000000, 0x00000000)]
    [InlineData(0x80000001, 0x80000001)]
    [InlineData(0x39800000, 0x39800000)]
    [InlineData(0x39800001, 0x39800001)]
    [InlineData(0x3f800000, 0x3f42f7d6)]
    [InlineData(0x41102cb3, 0x3f7fffff)]
    [InlineData(0x41102cb4, 0x3f800000)]
    [InlineData(0x41200001, 0x3f800000)]
    [InlineData(0x7f800000, 0x3f800000)]
    [InlineData(0xffffffff, 0x7fc00000)]
    public void Tanh_OfEnds_IsOdd(uint x, uint expected)
    {
        Elementary.Tanh(x).Should().Be(expected);
        if (expected != Law.NaN) Elementary.Tanh(x ^ Law.Sign).Should().Be(expected ^ Law.Sign);
    }

    [Theory]
    [InlineData(0x00000000, 0x3f000000)]
    [InlineData(0x80000000, 0x3f000000)]
    [InlineData(0x80000001, 0x3f000000)]
    [InlineData(0x418aa123, 0x3f800000)]
    [InlineData(0x41900001, 0x3f800000)]
    [InlineData(0xc2cff1b4, 0x00000001)]
    [InlineData(0xc2cff1b5, 0x00000000)]
    [InlineData(0x7f800000, 0x3f800000)]
    [InlineData(0xff800000, 0x00000000)]
    [InlineData(0x7f800001, 0x7fc00000)]
    public void Sigmoid_OfEnds(uint x, uint expected) => Elementary.Sigmoid(x).Should().Be(expected);

    [Theory]
    [InlineData(0x00000000, 0x00000000, 0x3f800000)]
    [InlineData(0x00000001, 0x00000001, 0x3f800000)]
    [InlineData(0x39800000, 0x39800000, 0x3f800000)]
    [InlineData(0x39800001, 0x39800001, 0x3f7fffff)]
    [InlineData(0x3f800000, 0x3f576aa4, 0x3f0a5140)]
    // Next to π and to π/2.
    [InlineData(0x40490fdb, 0xb3bbbd2e, 0xbf800000)]
    [InlineData(0x3fc90fdb, 0x3f800000, 0xb33bbd2e)]
    [InlineData(0x7f800000, 0x7fc00000, 0x7fc00000)]
    [InlineData(0x7f800001, 0x7fc00000, 0x7fc00000)]
    public void SinAndCos_OfEnds_AreOddAndEven(uint x, uint sine, uint cosine)
    {
        Elementary.Sin(x).Should().Be(sine);
        Elementary.Cos(x).Should().Be(cosine);
        if (sine == Law.NaN) return;
        Elementary.Sin(x ^ Law.Sign).Should().Be(sine ^ Law.Sign);
        Elementary.Cos(x ^ Law.Sign).Should().Be(cosine);
    }
}
