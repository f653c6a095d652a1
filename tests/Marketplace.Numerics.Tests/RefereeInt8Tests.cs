using System.Buffers.Binary;

namespace Marketplace.Numerics.Tests;

/// <summary>The compiled segment of i8 against the exact sum, and what it costs (F8).</summary>
[Collection(RefereeCollection.Name)]
public class RefereeInt8Tests(RefereeHarness referee)
{
    /// <summary>terms 2 ‖ acc 4 ‖ two leaves.</summary>
    public const int RecordSize = 6 + 2 * Leaf;

    private const int Leaf = 256;
    private const int Batch = 1000;

    [Fact]
    public void Segment_IsTheExactSum()
    {
        var vectors = new Vectors(0x188);
        for (var done = 0; done < TestRun.VectorCount / 10; done += Batch)
        {
            Compare([.. Enumerable.Range(0, Batch).Select(_ => Random(vectors, vectors.Below(Leaf + 1)))]);
        }
    }

    [Fact]
    public void Segment_OfEveryLength_IsTheExactSum()
    {
        var vectors = new Vectors(0x18e);
        Compare([.. Enumerable.Range(0, Leaf + 1).Select(terms => Random(vectors, terms))]);
    }

    [Theory]
    [InlineData(0x80, 0x80)]
    [InlineData(0x80, 0x7f)]
    [InlineData(0x7f, 0x7f)]
    [InlineData(0xff, 0x01)]
    [InlineData(0x00, 0x80)]
    public void Segment_OfEqualBytes_IsTheExactSum(byte a, byte b)
    {
        foreach (var terms in (int[])[1, 31, 32, 33, 255, 256])
        {
            var record = Record(terms, 0xfffffff0);
            record.AsSpan(6, Leaf).Fill(a);
            record.AsSpan(6 + Leaf).Fill(b);
            Compare([record]);
        }
    }

    /// <summary>A record of random bytes.</summary>
    internal static byte[] Random(Vectors vectors, int terms)
    {
        var record = Record(terms, vectors.Bits());
        for (var i = 6; i < RecordSize; i++) record[i] = (byte)vectors.Below(256);
        return record;
    }

    /// <summary>acc + Σ a[k] · b[k] modulo 2^32.</summary>
    internal static uint ByLaw(byte[] record)
    {
        var acc = BinaryPrimitives.ReadUInt32BigEndian(record.AsSpan(2));
        for (var k = 0; k < BinaryPrimitives.ReadUInt16BigEndian(record); k++)
        {
            var (a, b) = ((sbyte)record[6 + k], (sbyte)record[6 + Leaf + k]);
            acc = unchecked(acc + (uint)(a * b));
        }

        return acc;
    }

    private static byte[] Record(int terms, uint acc)
    {
        var record = new byte[RecordSize];
        BinaryPrimitives.WriteUInt16BigEndian(record, (ushort)terms);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(2), acc);
        return record;
    }

    private void Compare(byte[][] records)
    {
        var actual = referee.Evaluate(RefereeHarness.Kind.SegmentInt8, (ReadOnlySpan<byte>)[.. records.SelectMany(r => r)]);
        actual.Should().Equal(records.Select(ByLaw));
    }
}
