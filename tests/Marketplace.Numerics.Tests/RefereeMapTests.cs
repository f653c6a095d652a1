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

    public static TheoryData<string> ElementaryNames => HardInputs.Names;

    [Theory]
    [MemberData(nameof(ElementaryNames))]
    public void Elementary_OfEveryHardInput_IsRoundedAsMpfrDoes(string name)
    {
        var function = HardInputs.ByName(name);
        var pairs = HardInputs.Of(function);
        uint[] arguments = [.. pairs.Select(p => p.Argument)];
        TestRun.Compare(
            name, arguments, 1, [.. pairs.Select(p => p.Value)], referee.Evaluate(function.Code, arguments));
    }

    [Theory]
    [MemberData(nameof(ElementaryNames))]
    public void Elementary_AboutEverySeam_HasTheLawsBits(string name)
    {
        var function = HardInputs.ByName(name);
        var offsets = Enumerable.Range(-500, 1001);
        uint[] inputs =
        [
            .. Vectors.Seams.SelectMany(seam => offsets.Select(offset => unchecked(seam + (uint)offset)))
                .SelectMany(x => new[] { x, x ^ Law.Sign }),
        ];
        TestRun.Compare(
            name, inputs, 1, [.. inputs.Select(x => function.Law(x))], referee.Evaluate(function.Code, inputs));
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
    [InlineData(29)]
    [InlineData(31)]
    [InlineData(49)]
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

    /// <summary>Of each function.</summary>
    protected virtual int VectorCount => TestRun.VectorCount;

    private void InBatches(string what, int words, Filler fill, Evaluator law, Contract contract)
    {
        var vectors = new Vectors((ulong)what.GetHashCodeStable());
        var inputs = new uint[Batch * words];
        var expected = new uint[Batch];
        for (var done = 0; done < VectorCount; done += Batch)
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

        if (function.OperandTypes[0] == ElementType.I8)
        {
            x[0] = unchecked((uint)(sbyte)vectors.Bits());
            return;
        }

        if (function.Code == MapCode.ToI8 && vectors.Below(2) == 0)
        {
            // -256 … 256 in steps of a 16th.
            x[0] = Law.Mul(Law.FromInt(unchecked((uint)(vectors.Below(8193) - 4096))), 0x3d800000);
            return;
        }

        if (HardInputs.Functions.Any(f => f.Code == function.Code))
        {
            x[0] = vectors.ElementaryArgument(function.Code);
            return;
        }

        vectors.Related(x);
        if (vectors.Below(4) == 0) return;
        switch (function.Code)
        {
            case MapCode.SoftmaxExp:
                // x = d + rowMax for a d where exp is decided; the subtraction rounds it a little.
                x[1] = vectors.Below(2) == 0 ? 0 : vectors.Ordinary();
                x[0] = Law.Add(vectors.ExpArgument(), x[1]);
                break;
            case MapCode.Silu or MapCode.SiluGrad:
                x[^1] = vectors.ElementaryArgument(MapCode.Sigmoid);
                break;
            case MapCode.Gelu or MapCode.GeluGrad:
                x[^1] = vectors.ElementaryArgument(MapCode.Tanh);
                break;
            default:
                break;
        }
    }
}
