using System.Buffers.Binary;

namespace Marketplace.Numerics.Tests;

/// <summary>A segment of a chain: an accumulator and two leaves, of which the first terms count.</summary>
public sealed record Segment(int Terms, uint Accumulator, uint[] A, uint[] B)
{
    public const int MaxTerms = 64;

    /// <summary>
    /// The harness's record: terms (1 byte), acc (big-endian), the leaves (little-endian, as they are committed).
    /// </summary>
    public const int RecordSize = 5 + (8 * MaxTerms);

    /// <summary>The chain by the law: acc = fma(a[k], b[k], acc), k ascending, exactly the terms.</summary>
    public uint ByLaw()
    {
        var acc = Accumulator;
        for (var k = 0; k < Terms; k++) acc = Law.Fma(A[k], B[k], acc);
        return Law.Canonical(acc);
    }

    public void Write(Span<byte> record)
    {
        record[0] = (byte)Terms;
        BinaryPrimitives.WriteUInt32BigEndian(record[1..], Accumulator);
        for (var k = 0; k < MaxTerms; k++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(record[(5 + (4 * k))..], A[k]);
            BinaryPrimitives.WriteUInt32LittleEndian(record[(5 + (4 * (MaxTerms + k)))..], B[k]);
        }
    }

    public byte[] Record()
    {
        var record = new byte[RecordSize];
        Write(record);
        return record;
    }
}

/// <summary>Where the terms of a segment come from.</summary>
public enum Distribution
{
    /// <summary>Any float at all.</summary>
    Any,

    /// <summary>Random bit patterns: most products overflow or underflow.</summary>
    Bits,

    /// <summary>Magnitudes as in a network.</summary>
    Network,

    /// <summary>The same after relu: half of one side are zeros of either sign.</summary>
    Relu,

    /// <summary>Subnormal numbers and products about 2^-149 to 2^-90.</summary>
    Tiny,

    /// <summary>Terms that take back earlier ones, exactly or but for a unit.</summary>
    Cancellation,

    /// <summary>A network with an infinity or a NaN here and there.</summary>
    NotFinite,

    /// <summary>
    /// Both limits of the contract's window: field sums about 151, fields about 150, accumulators about 2^99.
    /// </summary>
    WindowEdge,

    /// <summary>Few significant bits: ties and exact sums.</summary>
    Ties,

    /// <summary>Nothing but zeros of either sign, mostly onto -0.</summary>
    Zeros,
}

/// <summary>
/// Seeded segments of every distribution. What follows the terms is never zero by design: the padding must not be read.
/// </summary>
public sealed class Segments(ulong seed)
{
    private readonly Vectors _vectors = new(seed);

    public Segment Next(Distribution distribution, int? terms = null)
    {
        var (a, b) = (new uint[Segment.MaxTerms], new uint[Segment.MaxTerms]);
        for (var k = 0; k < Segment.MaxTerms; k++) (a[k], b[k]) = Term(distribution, a, b, k);
        return new(terms ?? _vectors.Below(Segment.MaxTerms + 1), Accumulator(distribution), a, b);
    }

    private (uint A, uint B) Term(Distribution distribution, uint[] a, uint[] b, int k) => distribution switch
    {
        Distribution.Any => (_vectors.Float(), _vectors.Float()),
        Distribution.Bits => (_vectors.Bits(), _vectors.Bits()),
        Distribution.Network => (_vectors.Ordinary(), _vectors.Ordinary()),
        Distribution.Relu => (_vectors.Below(2) == 0 ? Zero() : _vectors.Ordinary(), _vectors.Ordinary()),
        Distribution.Tiny => Tiny(),
        Distribution.Cancellation => Cancelling(a, b, k),
        Distribution.NotFinite => (_vectors.Below(40) == 0 ? NotFinite() : _vectors.Ordinary(), ZeroInEight()),
        Distribution.WindowEdge => Edge(),
        Distribution.Ties => (FewBits(), FewBits()),
        _ => (Zero(), _vectors.Below(2) == 0 ? Zero() : _vectors.Ordinary()),
    };

    private uint Accumulator(Distribution distribution) => _vectors.Below(8) switch
    {
        0 => 0x80000000,
        1 => _vectors.Float(),
        2 when distribution == Distribution.WindowEdge => _vectors.WithExponent(222 + _vectors.Below(8)),
        2 => _vectors.Ordinary(),
        3 => _vectors.Subnormal(),
        4 => distribution == Distribution.Zeros ? 0x80000000 : _vectors.Ordinary(),
        _ => 0,
    };

    private (uint A, uint B) Tiny() => _vectors.Below(4) switch
    {
        0 => (_vectors.Subnormal(), _vectors.Ordinary()),
        1 => (_vectors.Subnormal(), _vectors.Subnormal()),
        _ => (_vectors.WithExponent(20 + _vectors.Below(80)), _vectors.WithExponent(40 + _vectors.Below(70))),
    };

    private (uint A, uint B) Cancelling(uint[] a, uint[] b, int k)
    {
        if (k == 0 || _vectors.Below(2) == 0) return (_vectors.Ordinary(), _vectors.Ordinary());
        var earlier = _vectors.Below(k);
        return (a[earlier] ^ 0x80000000, b[earlier] ^ (_vectors.Below(2) == 0 ? 0 : 1u));
    }

    private (uint A, uint B) Edge()
    {
        var field = 1 + _vectors.Below(152);
        var other = Math.Clamp(151 - field - 3 + _vectors.Below(7), 0, 254);
        var inside = Math.Clamp(153 - field + _vectors.Below(20), 1, 150);
        return _vectors.Below(8) switch
        {
            0 => (_vectors.WithExponent(148 + _vectors.Below(5)), _vectors.WithExponent(100 + _vectors.Below(53))),
            1 => (_vectors.WithExponent(150) | 0x7fffff, _vectors.WithExponent(150) | 0x7fffff),
            2 => (Zero(), _vectors.WithExponent(148 + _vectors.Below(5))),
            3 => (_vectors.WithExponent(field), _vectors.WithExponent(other)),
            _ => (_vectors.WithExponent(field), _vectors.WithExponent(inside)),
        };
    }

    private uint FewBits() =>
        (_vectors.Bits() & 0x80000000) | ((uint)(118 + _vectors.Below(16)) << 23) | (_vectors.Bits() & 0x7ff000);

    private uint ZeroInEight() => _vectors.Below(8) == 0 ? Zero() : _vectors.Ordinary();

    private uint Zero() => _vectors.Bits() & 0x80000000;

    private uint NotFinite() =>
        0x7f800000 | (_vectors.Bits() & 0x80000000) | (_vectors.Below(3) == 0 ? _vectors.Bits() & 0x7fffff : 0);
}
