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
    private const int Segment64Max = 13_000;

    private const uint OneAndAHalf = 0x3fc00000;

    private static readonly string SnapshotPath =
        Path.Combine(LocalEvm.RepositoryRoot, "contracts", "snapshots", "gas", "numerics.json");

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
            ["exp"] = Gas(RefereeHarness.GasOf.Exp, OneAndAHalf),
            ["expNegative"] = Gas(RefereeHarness.GasOf.Exp, OneAndAHalf | 0x80000000),
            ["expSubnormalResult"] = Gas(RefereeHarness.GasOf.Exp, 0xc2be0000),
            ["expNaN"] = Gas(RefereeHarness.GasOf.Exp, Law.NaN),
            ["fma"] = Gas(RefereeHarness.GasOf.Fma, OneAndAHalf, 0x3eaaaaab, 0xbf123456),
            ["philoxWord"] = Gas(RefereeHarness.GasOf.PhiloxWord, 1, 2, 3, 4, 5),
        };
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

    private int Gas(RefereeHarness.GasOf what, params uint[] words) =>
        referee.Measure(what, RefereeHarness.Bytes(words)).Gas;

    private static string Print(SortedDictionary<string, int> gas)
    {
        var text = new StringBuilder("{\n");
        text.AppendJoin(",\n", gas.Select(entry => $"  \"{entry.Key}\": {entry.Value}"));
        return text.Append("\n}\n").ToString();
    }
}
