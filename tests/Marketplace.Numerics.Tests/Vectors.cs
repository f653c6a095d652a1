using static System.BitConverter;

namespace Marketplace.Numerics.Tests;

/// <summary>
/// Seeded inputs that look for trouble: every kind of float and integer, alone and in the relations where rounding is
/// decided.
/// </summary>
public sealed class Vectors(ulong seed)
{
    /// <summary>Magnitudes where an elementary function changes its way: ends of ranges, 1, multiples of
    /// π/2.</summary>
    public static readonly uint[] Seams =
    [
        0x00000000, 0x00800000, 0x33000000, 0x33800000, 0x39800000, 0x3eb17218, 0x3f3504f3, 0x3f800000, 0x3fb504f3,
        0x3fc90fdb, 0x40490fdb, 0x40c90fdb, 0x41102cb4, 0x41200000, 0x4116cbe4, 0x418aa123, 0x41900000, 0x42aeac50,
        0x42b17218, 0x42cff1b5, 0x4c000000, 0x4c800000, 0x6f79be45, 0x7f800000,
    ];

    private static readonly uint[] Specials =
    [
        0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x00000002, 0x00000003, 0x00400000, 0x007ffffe, 0x007fffff,
        0x807fffff, 0x00800000, 0x00800001, 0x80800000, 0x00ffffff, 0x01000000, 0x7f7fffff, 0xff7fffff, 0x7f7ffffe,
        0x7f000000, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000, 0x7f800001, 0xff800001, 0x7fffffff, 0xffffffff,
        0x7fa12345, 0x3f800000, 0xbf800000, 0x3f800001, 0x3f7fffff, 0x40000000, 0xc0000000, 0x3f000000, 0x40490fdb,
        0x4b000000, 0x4b7fffff, 0x4b800000, 0x4b800001, 0x4effffff, 0x4f000000, 0x4f000001, 0xcf000000, 0xcf000001,
        0x4f800000, 0x34000000, 0x33800000, 0x33ffffff, 0x0d800000, 0x42aeac4f, 0x42aeac50, 0x42b17217, 0x42b17218,
        0x42b17219, 0xc2aeac4f, 0xc2aeac50, 0xc2cff1b4, 0xc2cff1b5, 0xc2cff1b6, 0xc2300000, 0xc2300001, 0xc22fffff,
        0xc16912cd, 0x5f3504f3, 0x1f800000, 0x70ffffff, 0x71000000, 0x30800000, 0x4b7ffffe,
    ];

    private static readonly uint[] Integers =
    [
        0, 1, 2, 3, 0xffffffff, 0xfffffffe, 0x7fffffff, 0x80000000, 0x80000001,
        0x7ffffffe, 0x01000000, 0x01000001, 0x01000003, 0x02000002, 0x02000006, 0xfeffffff, 31, 32,
        33, 63, 64, 0xffffffe0, 0x0000ffff, 0x00010000, 0x7fffff40, 0x7fffffbf, 0x7fffffc0,
    ];

    private ulong _state = seed;

    public uint Bits()
    {
        // SplitMix64 (Steele, Lea, Flood 2014): small, seeded, and not the generator under test.
        unchecked
        {
            _state += 0x9e3779b97f4a7c15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return (uint)((z ^ (z >> 31)) >> 32);
        }
    }

    public int Below(int n) => (int)((Bits() * (ulong)n) >> 32);

    /// <summary>One float of any kind.</summary>
    public uint Float() => Below(16) switch
    {
        0 or 1 => Special(),
        2 or 3 or 4 => Bits(),
        5 => Nudged(PowerOfTwo()),
        6 => PowerOfTwo(),
        7 => Subnormal(),
        8 => FewBits(),
        9 => Nudged(Special()),
        10 => WithExponent(1 + Below(40)),
        11 => WithExponent(214 + Below(40)),
        12 => SmallWhole(),
        _ => Ordinary(),
    };

    public uint Special() => Specials[Below(Specials.Length)];

    /// <summary>As in a network: magnitudes about 2^-12 to 2^4.</summary>
    public uint Ordinary() => WithExponent(115 + Below(17));

    public uint Subnormal() => (Bits() & 0x80000000) | (Bits() >> (9 + Below(23)));

    public uint WithExponent(int field) => (Bits() & 0x807fffff) | ((uint)field << 23);

    public uint Int() => Below(4) switch
    {
        0 => Integers[Below(Integers.Length)],
        1 => Bits() >> Below(32),
        2 => unchecked(0 - (Bits() >> Below(32))),
        _ => Bits(),
    };

    /// <summary>
    /// An argument of exp: mostly where the result is an ordinary or a subnormal number, and about the ends.
    /// </summary>
    public uint ExpArgument() => Below(8) switch
    {
        0 => Float(),
        1 => Nudged(Special()),
        // -87.33 to -103.98: subnormal results.
        2 => 0xc2aeac00 + (uint)Below(0x214600),
        3 => WithExponent(96 + Below(38)),
        4 => (Bits() & 0x80000000) | (0x42b17217 - 2000 + (uint)Below(4000)),
        // About -44, where softmax saturates.
        5 => 0xc2300000 - 200 + (uint)Below(400),
        _ => WithExponent(121 + Below(12)),
    };

    /// <summary>
    /// An argument of an elementary function: mostly where its result is decided by its own digits, and about its seams.
    /// </summary>
    public uint ElementaryArgument(byte code) => code switch
    {
        MapCode.Exp => ExpArgument(),
        _ when Below(4) == 0 => unchecked(Seam() + (uint)Below(2000) - 1000),
        MapCode.Log => Below(4) switch
        {
            0 => Float(),
            1 => Bits() & 0x7fffffff,
            2 => Subnormal() & 0x7fffffff,
            _ => WithExponent(100 + Below(54)) & 0x7fffffff,
        },
        MapCode.Tanh => Below(8) == 0 ? Float() : WithExponent(114 + Below(17)),
        MapCode.Sigmoid => Below(4) == 0 ? WithExponent(100 + Below(20)) : ExpArgument(),
        // Sine and cosine: small angles, whole turns, all sizes.
        _ => Below(4) switch
        {
            0 => Float(),
            1 => Nudged(SingleToUInt32Bits((float)(Below(1 << 20) * (Math.PI / 2)))),
            2 => WithExponent(150 + Below(105)),
            _ => WithExponent(114 + Below(40)),
        },
    };

    private uint Seam() => Seams[Below(Seams.Length)] ^ (Bits() & 0x80000000);

    /// <summary>
    /// The words of one call: all of any kind, or bound by a relation: equal or opposite but for a few units, exponents
    /// that overlap, a third that cancels the product of two, products and quotients near the ends of the range, ties.
    /// </summary>
    public void Related(Span<uint> x)
    {
        for (var i = 0; i < x.Length; i++) x[i] = Float();
        if (x.Length == 1) return;
        switch (Below(9))
        {
            case 0:
                x[1] = Nudged(x[0]) ^ (Bits() & 0x80000000);
                break;
            case 1:
                x[1] = WithExponent(Math.Clamp((int)((x[0] >> 23) & 0xff) - 26 + Below(53), 0, 254));
                break;
            case 2:
                // Few significant bits: exact results, and ties.
                for (var i = 0; i < x.Length; i++) x[i] = FewBits();
                break;
            case 3:
                // The result about the edge of the subnormal numbers; as a quotient about the upper end.
                x[1] = WithExponent(Math.Clamp(127 - (int)((x[0] >> 23) & 0xff) + Below(30), 0, 254));
                break;
            case 4:
                // The same for the other end and for quotients.
                x[1] = WithExponent(Math.Clamp(380 - (int)((x[0] >> 23) & 0xff) - Below(4), 0, 254));
                break;
            case 5:
                x[1] = WithExponent(Math.Clamp((int)((x[0] >> 23) & 0xff) - 127 + Below(30), 0, 254));
                break;
            case 6:
                for (var i = 0; i < x.Length; i++) x[i] = Ordinary();
                break;
            default:
                break;
        }

        if (x.Length >= 3) Third(x);
    }

    private void Third(Span<uint> x)
    {
        var product = SingleToUInt32Bits(UInt32BitsToSingle(x[0]) * UInt32BitsToSingle(x[1]));
        var field = (int)((product >> 23) & 0xff);
        switch (Below(5))
        {
            case 0:
                x[2] = Nudged(product) ^ 0x80000000;
                break;
            case 1:
                x[2] = WithExponent(Math.Clamp(field - 50 + Below(101), 0, 254));
                break;
            case 2:
                // A power of two far above or below: the product decides a tie or the place below it.
                x[2] = (Bits() & 0x80000000) | ((uint)Math.Clamp(field - 30 + Below(61), 0, 254) << 23);
                break;
            default:
                break;
        }
    }

    private uint Nudged(uint bits) => unchecked(bits + (uint)Below(7) - 3);

    private uint PowerOfTwo() => (Bits() & 0x80000000) | ((uint)Below(255) << 23);

    private uint FewBits()
    {
        var kept = 1 + Below(12);
        var fraction = Bits() & 0x7fffff & (0xffffffff << (23 - kept));
        return (Bits() & 0x80000000) | ((uint)(100 + Below(54)) << 23) | fraction;
    }

    private uint SmallWhole() => SingleToUInt32Bits(Below(4096) - 2048 + (Below(2) * 0.5f));
}
