using System.Text;
using System.Text.Json;

namespace Marketplace.Numerics.Tests;

/// <summary>
/// What the referee's arithmetic costs, measured and held equal to contracts/snapshots/gas/numerics.json.
/// </summary>
[Collection(RefereeCollection.Name)]
public class GasSnapshotTests(RefereeHarness referee)
{
    /// <summary>The bound for 64 ordinary terms, execution only.</summary>
    protected virtual int Segment64Max => 13_000;

    /// <summary>The bound for 256 terms of i8, execution only.</summary>
    private const int SegmentInt8Max = 3_600;

    private const uint OneAndAHalf = 0x3fc00000;

    /// <summary>The bound for one elementary function, any argument, with the internal call.</summary>
    protected virtual int ElementaryMax => 660;

    /// <summary>One argument of every way through the elementary functions.</summary>
    private static readonly Dictionary<string, (byte Code, uint X)> ElementaryCalls = new()
    {
        ["exp"] = (MapCode.Exp, OneAndAHalf),
        ["expNegative"] = (MapCode.Exp, OneAndAHalf | 0x80000000),
        ["expSubnormalResult"] = (MapCode.Exp, 0xc2be0000),
        ["expNaN"] = (MapCode.Exp, Law.NaN),
        ["log"] = (MapCode.Log, OneAndAHalf),
        ["logBelowOne"] = (MapCode.Log, 0x3eaaaaab),
        ["logSubnormal"] = (MapCode.Log, 0x00012345),
        ["logNaN"] = (MapCode.Log, Law.NaN),
        ["tanh"] = (MapCode.Tanh, OneAndAHalf),
        ["tanhTiny"] = (MapCode.Tanh, 0x33800000),
        ["tanhNaN"] = (MapCode.Tanh, Law.NaN),
        ["sigmoid"] = (MapCode.Sigmoid, OneAndAHalf),
        ["sigmoidNegative"] = (MapCode.Sigmoid, OneAndAHalf | 0x80000000),
        ["sigmoidFar"] = (MapCode.Sigmoid, 0xc1a00000),
        ["sigmoidSubnormalResult"] = (MapCode.Sigmoid, 0xc2be0000),
        ["sigmoidNaN"] = (MapCode.Sigmoid, Law.NaN),
        ["sin"] = (MapCode.Sin, 0x3e99999a),
        ["sinOddQuadrant"] = (MapCode.Sin, OneAndAHalf),
        ["sinLarge"] = (MapCode.Sin, 0x70123456),
        ["sinNaN"] = (MapCode.Sin, Law.NaN),
        ["cos"] = (MapCode.Cos, 0x3e99999a),
        ["cosOddQuadrant"] = (MapCode.Cos, OneAndAHalf),
        ["cosLarge"] = (MapCode.Cos, 0x70123456),
        ["cosNaN"] = (MapCode.Cos, Law.NaN),
    };

    /// <summary>The file's name under contracts/snapshots/gas.</summary>
    protected virtual string Snapshot => "numerics.json";

    private string SnapshotPath => Path.Combine(LocalEvm.RepositoryRoot, "contracts", "snapshots", "gas", Snapshot);

    [Fact]
    public void Gas_IsTheSnapshots()
    {
        var measured = Measure();
        var text = Print(measured);
        if (TestRun.UpdatesSnapshots)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(SnapshotPath)!);
            File.WriteAllText(SnapshotPath, text);
        }

        File.Exists(SnapshotPath).Should().BeTrue("{0} is written with MARKET_UPDATE_SNAPSHOTS=1", SnapshotPath);
        var committed = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(SnapshotPath));
        measured.Should().Equal(
            committed,
            "if the change of gas is meant, set MARKET_UPDATE_SNAPSHOTS=1, run the tests once and commit {0}",
            SnapshotPath);
    }

    [Fact]
    public void Elementary_KeepsItsBound()
    {
        foreach (var (name, (code, x)) in ElementaryCalls) Gas(code, x).Should().BeLessThanOrEqualTo(ElementaryMax, name);
        var vectors = new Vectors(0x6a5);
        foreach (var function in HardInputs.Functions)
        {
            for (var i = 0; i < 300; i++)
            {
                var x = vectors.ElementaryArgument(function.Code);
                Gas(function.Code, x).Should().BeLessThanOrEqualTo(ElementaryMax, "{0}({1:x8})", function.Name, x);
            }
        }
    }

    [Theory]
    [InlineData(Distribution.Network)]
    [InlineData(Distribution.Relu)]
    [InlineData(Distribution.Ties)]
    [InlineData(Distribution.Cancellation)]
    public void FullSegment_OfOrdinaryTerms_KeepsItsBound(Distribution distribution)
    {
        var segments = new Segments(0x6a5);
        for (var i = 0; i < 200; i++)
        {
            var segment = segments.Next(distribution, Segment.MaxTerms);
            // An accumulator of -0 takes the scalar chain for eight terms; a chain starts at +0.
            if (segment.Accumulator == 0x80000000 || (segment.Accumulator & 0x7fffffff) >= 0x71000000) continue;
            Gas(segment).Should().BeLessThanOrEqualTo(Segment64Max);
        }
    }

    [Fact]
    public void FullSegment_OfInt8_KeepsItsBound()
    {
        foreach (var terms in (int[])[0, 1, 44, 255, 256]) GasOfInt8(terms).Should().BeLessThanOrEqualTo(SegmentInt8Max);
    }

    private SortedDictionary<string, int> Measure()
    {
        SortedDictionary<string, int> gas = new(StringComparer.Ordinal)
        {
            ["segment0"] = Gas(Ordinary(0)),
            ["segment7"] = Gas(Ordinary(7)),
            ["segment8"] = Gas(Ordinary(8)),
            ["segment32"] = Gas(Ordinary(32)),
            ["segment63"] = Gas(Ordinary(63)),
            ["segment64"] = Gas(Ordinary(64)),
            ["segment64Subnormal"] = Gas(new Segments(1).Next(Distribution.Tiny, 64)),
            ["segment64RandomBits"] = Gas(new Segments(1).Next(Distribution.Bits, 64)),
            ["segmentInt8Of44"] = GasOfInt8(44),
            ["segmentInt8Of256"] = GasOfInt8(256),
            ["fma"] = Gas(RefereeHarness.GasOf.Fma, OneAndAHalf, 0x3eaaaaab, 0xbf123456),
            ["philoxWord"] = Gas(RefereeHarness.GasOf.PhiloxWord, 1, 2, 3, 4, 5),
        };
        foreach (var (name, (code, x)) in ElementaryCalls) gas[name] = Gas(code, x);
        uint[] arguments = [OneAndAHalf, 0x3eaaaaab, 0x3f123456, 0x40234567, 0x3dcccccd, 0x3f666666];
        foreach (var function in MapFunction.All)
        {
            var count = function.OperandTypes.Length + function.ImmediateCount;
            gas["map." + function.Name] = referee.Measure(
                RefereeHarness.GasOf.Map, [function.Code, .. RefereeHarness.Bytes(arguments.AsSpan(0, count))]).Gas;
        }

        return gas;
    }

    private static Segment Ordinary(int terms) =>
        new Segments(0x0a11).Next(Distribution.Network, terms) with { Accumulator = 0 };

    private int Gas(Segment segment)
    {
        var (gas, result) = referee.Measure(RefereeHarness.GasOf.Segment, segment.Record());
        result.Should().Be(segment.ByLaw());
        return gas;
    }

    private int GasOfInt8(int terms)
    {
        var record = RefereeInt8Tests.Random(new Vectors(0x188), terms);
        var (gas, result) = referee.Measure(RefereeHarness.GasOf.SegmentInt8, record);
        result.Should().Be(RefereeInt8Tests.ByLaw(record));
        return gas;
    }

    private int Gas(byte elementary, uint x)
    {
        var (gas, result) = referee.Measure(
            RefereeHarness.GasOf.Elementary, [elementary, .. RefereeHarness.Bytes([x])]);
        result.Should().Be(MapFunction.ByCode(elementary).Evaluate([x], []));
        return gas;
    }

    private int Gas(RefereeHarness.GasOf what, params uint[] words) =>
        referee.Measure(what, RefereeHarness.Bytes(words)).Gas;

    private static string Print(SortedDictionary<string, int> gas)
    {
        var text = new StringBuilder("{\n");
        text.AppendJoin(",\n", gas.Select(entry => $"  \"{entry.Key}\": {entry.Value}"));
        return text.Append("\n}\n").ToString();
    }
}
