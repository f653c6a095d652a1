namespace Marketplace.Numerics.Tests;

public class MapFunctionTests
{
    private static readonly string SourcePath =
        Path.Combine(LocalEvm.RepositoryRoot, "contracts", "src", "referee", "MapFunctions.sol");

    [Fact]
    public void PrintedContract_IsTheCommittedOne()
    {
        var printed = MapFunctionsSource.Print();
        if (TestRun.UpdatesSnapshots) File.WriteAllText(SourcePath, printed);
        File.ReadAllText(SourcePath).Should().Be(
            printed, "{0} is printed; set MARKET_UPDATE_SNAPSHOTS=1, run the tests once and commit it", SourcePath);
    }

    [Fact]
    public void Codes_AreDistinctAndAscending() =>
        MapFunction.All.Select(f => (int)f.Code)
            .Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.HaveCount(45);

    [Fact]
    public void EveryFunction_IsFoundByItsCode_AndNoOther()
    {
        for (var code = 0; code < 256; code++)
        {
            var known = MapFunction.All.SingleOrDefault(f => f.Code == code);
            MapFunction.TryByCode((byte)code, out var found).Should().Be(known is not null);
            found.Should().BeSameAs(known);
        }

        FluentActions.Invoking(() => MapFunction.ByCode(0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void EveryFunction_KeepsToTheLimits()
    {
        foreach (var function in MapFunction.All)
        {
            function.OperandTypes.Length.Should().BeInRange(1, MapFunction.MaxOperands, function.Name);
            function.ImmediateCount.Should().BeInRange(0, MapFunction.MaxImmediates, function.Name);
            var parameters = function.OperandTypes.Length + function.ImmediateCount;
            function.ParameterNames.Should().HaveCount(parameters, function.Name).And.OnlyHaveUniqueItems();
            function.ParameterNames.Should().AllSatisfy(name => name.Should().MatchRegex("^[a-z][A-Za-z0-9]*$"));
        }
    }

    [Fact]
    public void Evaluate_WithWrongCounts_Throws()
    {
        FluentActions.Invoking(() => Map(MapCode.Add, [0], [])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Map(MapCode.Scale, [0], [])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Evaluate_CanonicalisesFloats_AndLeavesIntegers()
    {
        MapFunction.ByCode(MapCode.ReluGrad).Evaluate([0xffc12345, 0x3f800000], []).Should().Be(Law.NaN);
        MapFunction.ByCode(MapCode.Max).Evaluate([0x7f800001, 0], []).Should().Be(Law.NaN);
        MapFunction.ByCode(MapCode.IntXor).Evaluate([0xffc12345, 0], []).Should().Be(0xffc12345);
    }

    [Fact]
    public void Relu_OfNaNAndMinusZero_IsPlusZero()
    {
        MapFunction.ByCode(MapCode.Relu).Evaluate([Law.NaN], []).Should().Be(0);
        MapFunction.ByCode(MapCode.Relu).Evaluate([0x80000000], []).Should().Be(0);
        MapFunction.ByCode(MapCode.Relu).Evaluate([0x00000001], []).Should().Be(1);
    }

    [Theory]
    [InlineData(0x42fdffff, 126)]
    [InlineData(0x42fe0000, 127)]
    [InlineData(0x7f800000, 127)]
    [InlineData(0xc2fdffff, -126)]
    [InlineData(0xc3000000, -127)]
    [InlineData(0xff800000, -127)]
    [InlineData(0xbf7fffff, 0)]
    [InlineData(0x7fc00000, 0)]
    public void ToI8_TruncatesAndSaturates(uint x, int expected) =>
        Map(MapCode.ToI8, [x], []).Should().Be((uint)expected);

    [Fact]
    public void SoftmaxExp_SaturatesBelowMinus44_AndKeepsNaN()
    {
        var softmaxExp = MapFunction.ByCode(MapCode.SoftmaxExp);
        softmaxExp.Evaluate([0xc2300000, 0], []).Should().Be(Law.Exp(0xc2300000));
        softmaxExp.Evaluate([0xc2300001, 0], []).Should().Be(0);
        softmaxExp.Evaluate([0xff800000, 0], []).Should().Be(0);
        softmaxExp.Evaluate([0xff800000, 0xff800000], []).Should().Be(Law.NaN);
        softmaxExp.Evaluate([0x3f800000, 0x3f800000], []).Should().Be(Law.One);
    }

    [Fact]
    public void Adam_IsTheWrittenLineOfPrimitives()
    {
        var (w, m, v, g) = (0x3e99999au, 0x3c23d70au, 0x38d1b717u, 0xbd4ccccdu);
        var (beta1, oneMinusBeta1, beta2, oneMinusBeta2) = (0x3f666666u, 0x3dccccd0u, 0x3f7fbe77u, 0x3a83126fu);
        var (rate, epsilon) = (0x3a83126fu, 0x322bcc77u);
        Map(MapCode.AdamFirst, [m, g], [beta1, oneMinusBeta1])
            .Should().Be(Law.Fma(beta1, m, Law.Mul(oneMinusBeta1, g)));
        Map(MapCode.AdamSecond, [v, g], [beta2, oneMinusBeta2])
            .Should().Be(Law.Fma(beta2, v, Law.Mul(oneMinusBeta2, Law.Mul(g, g))));
        var c = Map(MapCode.AdamBias, [beta1], [rate]);
        c.Should().Be(Law.Div(rate, Law.Sub(Law.One, beta1)));
        var u = Map(MapCode.AdamDenominator, [v, c], [epsilon]);
        u.Should().Be(Law.Add(Law.Sqrt(Law.Mul(v, c)), epsilon));
        Map(MapCode.AdamUpdate, [w, m, c, u], []).Should().Be(Law.Sub(w, Law.Div(Law.Mul(m, c), u)));
        Map(MapCode.SoftmaxGrad, [w, m, Law.One], [beta1]).Should().Be(Law.Mul(Law.Sub(Law.Div(w, m), Law.One), beta1));
    }

    [Fact]
    public void Activations_AreTheWrittenLinesOfPrimitives()
    {
        var (g, x) = (0x3fb33333u, 0xbf266666u);
        var s = Law.Sigmoid(x);
        Map(MapCode.Silu, [x], []).Should().Be(Law.Mul(x, s));
        Map(MapCode.SiluGrad, [g, x], [])
            .Should().Be(Law.Mul(g, Law.Mul(s, Law.Fma(x, Law.Sub(Law.One, s), Law.One))));
        var square = Law.Mul(x, x);
        var t = Law.Tanh(Law.Mul(0x3f4c422a, Law.Fma(Law.Mul(0x3d372713, square), x, x)));
        Map(MapCode.Gelu, [x], []).Should().Be(Law.Mul(Law.Mul(0x3f000000, x), Law.Add(Law.One, t)));
        var slope = Law.Mul(0x3f4c422a, Law.Fma(0x3e095d4f, square, Law.One));
        var own = Law.Mul(0x3f000000, Law.Add(Law.One, t));
        var steep = Law.Mul(Law.Fma(t ^ Law.Sign, t, Law.One), slope);
        Map(MapCode.GeluGrad, [g, x], []).Should().Be(Law.Mul(g, Law.Fma(Law.Mul(0x3f000000, x), steep, own)));
        Map(MapCode.TanhGrad, [g, t], []).Should().Be(Law.Mul(g, Law.Fma(t ^ Law.Sign, t, Law.One)));
        Map(MapCode.SigmoidGrad, [g, s], []).Should().Be(Law.Mul(g, Law.Mul(s, Law.Sub(Law.One, s))));
    }

    [Fact]
    public void Norms_AreTheWrittenLinesOfPrimitives()
    {
        var (x, mean, rstd) = (0x40490fdbu, 0x3fe66666u, 0x3f19999au);
        Map(MapCode.Rsqrt, [x], []).Should().Be(Law.Div(Law.One, Law.Sqrt(x)));
        Map(MapCode.SquareDifference, [x, mean], []).Should().Be(Law.Mul(Law.Sub(x, mean), Law.Sub(x, mean)));
        Map(MapCode.Normalise, [x, mean, rstd], []).Should().Be(Law.Mul(Law.Sub(x, mean), rstd));
        var (w, m, c, u, decay) = (0x3e99999au, 0x3c23d70au, 0x3a83126fu, 0x3d4ccccdu, 0x3f7fff58u);
        Map(MapCode.AdamWUpdate, [w, m, c, u], [decay])
            .Should().Be(Law.Fma(w, decay, Law.Div(Law.Mul(m, c), u) ^ Law.Sign));
    }

    [Fact]
    public void Activations_AtTheEnds_AreWhatTheirLinesGive()
    {
        const uint MinusInfinity = 0xff800000, MinusZero = 0x80000000;
        Map(MapCode.Silu, [MinusInfinity], []).Should().Be(Law.NaN);
        Map(MapCode.Silu, [Law.Infinity], []).Should().Be(Law.Infinity);
        Map(MapCode.Silu, [0xc2d20000], []).Should().Be(MinusZero);
        Map(MapCode.SiluGrad, [Law.One, Law.Infinity], []).Should().Be(Law.NaN);
        Map(MapCode.Gelu, [MinusInfinity], []).Should().Be(Law.NaN);
        Map(MapCode.Gelu, [Law.Infinity], []).Should().Be(Law.Infinity);
        Map(MapCode.Gelu, [0xff7fffff], []).Should().Be(MinusZero);
        // 2^64: its square is infinite.
        Map(MapCode.GeluGrad, [Law.One, 0x5f7fffff], []).Should().Be(Law.One);
        Map(MapCode.GeluGrad, [Law.One, 0x5f800000], []).Should().Be(Law.NaN);
        Map(MapCode.Rsqrt, [0], []).Should().Be(Law.Infinity);
        Map(MapCode.Rsqrt, [MinusZero], []).Should().Be(MinusInfinity);
    }

    private static uint Map(byte code, uint[] operands, uint[] immediates) =>
        MapFunction.ByCode(code).Evaluate(operands, immediates);
}
