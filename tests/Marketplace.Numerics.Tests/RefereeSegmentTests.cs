namespace Marketplace.Numerics.Tests;

/// <summary>The compiled segment against the law's chain, bit for bit.</summary>
[Collection(RefereeCollection.Name)]
public class RefereeSegmentTests(RefereeHarness referee)
{
    private const int Batch = 1000;

    public static TheoryData<Distribution> Distributions => [.. Enum.GetValues<Distribution>()];

    /// <summary>Of each distribution.</summary>
    protected virtual int SegmentCount => TestRun.VectorCount / 10;

    /// <summary>10,000 chains of each distribution (100,000 in the long run), 0 to 64 terms.</summary>
    [Theory]
    [MemberData(nameof(Distributions))]
    public void Segment_HasTheLawsBits(Distribution distribution)
    {
        var segments = new Segments((ulong)distribution + 0x5e6);
        for (var done = 0; done < SegmentCount; done += Batch)
        {
            Compare([.. Enumerable.Range(0, Batch).Select(_ => segments.Next(distribution))]);
        }
    }

    [Fact]
    public void Segment_OfEveryLength_HasTheLawsBits()
    {
        var segments = new Segments(0x1e46);
        foreach (var distribution in Enum.GetValues<Distribution>())
        {
            Compare([.. Enumerable.Range(0, Segment.MaxTerms + 1).Select(terms => segments.Next(distribution, terms))]);
        }
    }

    [Fact]
    public void Segment_AtTheLargestProducts_HasTheLawsBits()
    {
        // Every product as large as the window takes, onto the largest accumulator that enters it: nothing may overflow
        // the word.
        var largest = Enumerable.Repeat(0x4b7fffffu, Segment.MaxTerms).ToArray();
        var negative = largest.Select(x => x | 0x80000000).ToArray();
        Compare(
        [
            new(Segment.MaxTerms, 0x70ffffff, largest, largest),
            new(Segment.MaxTerms, 0xf0ffffff, largest, negative),
            new(Segment.MaxTerms, 0x71000000, largest, largest),
            new(Segment.MaxTerms, 0, largest, negative),
        ]);
    }

    [Fact]
    public void Segment_WithoutTerms_CanonicalisesAndReadsNothing()
    {
        var nan = Enumerable.Repeat(0xffffffffu, Segment.MaxTerms).ToArray();
        uint[] accumulators = [0, 0x80000000, 0x3f800000, 0xff800001, 0x7f800000, 1];
        Compare([.. accumulators.Select(acc => new Segment(0, acc, nan, nan))]);
    }

    private void Compare(Segment[] segments)
    {
        var records = new byte[segments.Length * Segment.RecordSize];
        for (var i = 0; i < segments.Length; i++) segments[i].Write(records.AsSpan(i * Segment.RecordSize));
        var actual = referee.Evaluate(RefereeHarness.Kind.Segment, records);
        actual.Should().HaveSameCount(segments);
        for (var i = 0; i < segments.Length; i++)
        {
            var expected = segments[i].ByLaw();
            if (expected == actual[i]) continue;
            var record = Convert.ToHexStringLower(segments[i].Record());
            Assert.Fail($"Segment {record}: expected {expected:x8}, was {actual[i]:x8}");
        }
    }
}
