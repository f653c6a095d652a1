namespace Marketplace.Numerics.Tests;

/// <summary>The compiled contract against the law, bit for bit: every primitive and every printed function.</summary>
[Collection(RefereeCollection.Name)]
public class RefereeMapTests(RefereeHarness referee)
{
    private const int Batch = 20_000;

    public static TheoryData<byte, string> Functions
    {
        get
        {
            var data = new TheoryData<byte, string>();
            foreach (var function in MapFunction.All) data.Add(function.Code, function.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void MapFunction_HasTheLawsBits(byte code, string name)
    {
        var function = MapFunction.ByCode(code);
        var operands = function.OperandTypes.Length;
        InBatches(name, operands + function.ImmediateCount,
            (vectors, x) => Fill(vectors, function, x),
            x => function.Evaluate(x[..operands], x[operands..]),
            words => referee.Evaluate(code, words));
    }

    [Fact]
    public void SelectGreater_HasTheLawsBits() => InBatches("selectGreater", 4,
        (vectors, x) =>
        {
            vectors.Related(x[..2]);
            (x[2], x[3]) = (vectors.Bits(), vectors.Float());
        },
        x => Law.SelectGreater(x[0], x[1], x[2], x[3]),
        words => referee.Evaluate(RefereeHarness.Kind.SelectGreater, words));

    [Fact]
    public void Max_HasTheLawsBits() => InBatches("max", 2,
        (vectors, x) => vectors.Related(x),
        x => Law.Max(x[0], x[1]),
        words => referee.Evaluate(RefereeHarness.Kind.Max, words));

    [Fact]
    public void Canonical_HasTheLawsBits() => InBatches("canonical", 1,
        (vectors, x) => vectors.Related(x),
        x => Law.Canonical(x[0]),
        words => referee.Evaluate(RefereeHarness.Kind.Canonical, words));

    [Fact]
    public void PhiloxWord_HasTheLawsBits() => InBatches("philoxWord", 5, Integers,
        x => Philox.Word(((ulong)x[0] << 32) | x[1], x[2], x[3], x[4]),
        words => referee.Evaluate(RefereeHarness.Kind.PhiloxWord, words));

    [Fact]
    public void PhiloxIndex_HasTheLawsBits() => InBatches("philoxIndex", 6, Integers,
        x => Philox.Index(((ulong)x[0] << 32) | x[1], x[2], x[3], x[4], x[5]),
        words => referee.Evaluate(RefereeHarness.Kind.PhiloxIndex, words));

    [Fact]
    public void Exp_OfEveryHardInput_HasTheLawsBits()
    {
        // Next to rounding boundaries, and about every seam of the range.
        uint[] seams =
        [
            0xc16912cd, 0x42aeac4f, 0xc2aeac4f, 0x42b17217, 0xc2cff1b4, 0x33000000, 0xb3000000, 0x00000000, 0x80000000,
            0x7f800000, 0xff800000,
        ];
        var offsets = Enumerable.Range(-500, 1001);
        uint[] inputs =
        [
            .. HardExp.Inputs,
            .. seams.SelectMany(seam => offsets.Select(offset => unchecked(seam + (uint)offset))),
        ];
        TestRun.Compare("exp", inputs, 1, [.. inputs.Select(Law.Exp)], referee.Evaluate(MapCode.Exp, inputs));
    }

    [Fact]
    public void Signature_IsTheTables()
    {
        var expected = Enumerable.Range(0, 256).Select(code => MapFunction.TryByCode((byte)code, out var f)
            ? ((uint)f.OperandTypes.Length << 16) | ((uint)f.ImmediateCount << 8) | 1
            : 0);
        referee.Evaluate(RefereeHarness.Kind.Signatures, ReadOnlySpan<byte>.Empty).Should().Equal(expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(22)]
    [InlineData(31)]
    [InlineData(39)]
    [InlineData(255)]
    public void UnknownCode_Reverts(byte code)
    {
        var hash = Primitives.Keccak.Hash("UnknownFunction(uint256)"u8).ToArray();
        var selector = "0x" + Convert.ToHexStringLower(hash.AsSpan(0, 4));
        FluentActions.Invoking(() => referee.Evaluate(code, [0u])).Should().Throw<EvmRevertedException>()
            .WithMessage($"*{selector}{code:x64}*");
    }

    private delegate void Filler(Vectors vectors, Span<uint> words);

    private delegate uint Evaluator(ReadOnlySpan<uint> words);

    private delegate uint[] Contract(ReadOnlySpan<uint> words);

    private static void InBatches(string what, int words, Filler fill, Evaluator law, Contract contract)
    {
        var vectors = new Vectors((ulong)what.GetHashCodeStable());
        var inputs = new uint[Batch * words];
        var expected = new uint[Batch];
        for (var done = 0; done < TestRun.VectorCount; done += Batch)
        {
            for (var i = 0; i < Batch; i++)
            {
                var x = inputs.AsSpan(i * words, words);
                fill(vectors, x);
                expected[i] = law(x);
            }

            TestRun.Compare(what, inputs, words, expected, contract(inputs));
        }
    }

    private static void Integers(Vectors vectors, Span<uint> x)
    {
        for (var i = 0; i < x.Length; i++) x[i] = vectors.Int();
    }

    private static void Fill(Vectors vectors, MapFunction function, Span<uint> x)
    {
        if (function.OperandTypes[0] == ElementType.I32)
        {
            Integers(vectors, x);
            if (vectors.Below(4) == 0) x[^1] = x[0];
            return;
        }

        if (function.Code == MapCode.Exp)
        {
            x[0] = vectors.ExpArgument();
            return;
        }

        vectors.Related(x);
        if (function.Code != MapCode.SoftmaxExp || vectors.Below(4) == 0) return;
        // x = d + rowMax for a d where exp is decided; the subtraction rounds it a little.
        x[1] = vectors.Below(2) == 0 ? 0 : vectors.Ordinary();
        x[0] = Law.Add(vectors.ExpArgument(), x[1]);
    }
}
