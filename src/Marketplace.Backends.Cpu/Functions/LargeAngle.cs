using Marketplace.Numerics;
using static System.BitConverter;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>Sine and cosine of finite |x| of 2^25 and more, one word at a time, where binary64 decides.</summary>
/// <remarks>x = M 2^e, M of 24 bits. A bit of 2/π whose place times 2^e is 4 or more adds whole turns only, so 128 bits
/// from the place before that hold all that counts, and the product with M modulo 2^128 is x 2/π modulo 4 at scale
/// 2^126 (Payne and Hanek 1983). What is cut, below 2^-102, is below 2^-72 of the rest, which is at least 2^-30.</remarks>
internal static class LargeAngle
{
    private const int Scale = 126;

    /// <summary>π/2 / 2^126.</summary>
    private const double QuarterTurn = 1.5707963267948966 / (1UL << 63) / (1UL << 63);

    /// <summary>The first 256 bits of 2/π behind the point.</summary>
    private static ReadOnlySpan<ulong> TwoOverPi =>
        [0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561];

    /// <summary>The correctly rounded sine, or null where the angle is not large or binary64 cannot decide.</summary>
    public static uint? Sine(uint pattern)
    {
        if (!IsLarge(pattern)) return null;
        // sin(x) = -sin(-x): the sign is two quarter turns.
        var quarters = Reduce(pattern & ~Law.Sign, out var rest);
        return Rounded(rest, quarters + (pattern >> 31 << 1));
    }

    /// <summary>The same of the cosine.</summary>
    public static uint? Cosine(uint pattern)
    {
        if (!IsLarge(pattern)) return null;
        var quarters = Reduce(pattern & ~Law.Sign, out var rest);
        return Rounded(rest, quarters + 1);
    }

    private static bool IsLarge(uint pattern) =>
        (pattern & ~Law.Sign) is >= TrigonometricSteps.LargeAngles and < Law.Infinity;

    /// <summary>Quarter turns modulo 4, and the angle that remains, within ±π/4.</summary>
    private static uint Reduce(uint magnitude, out double rest)
    {
        var significand = (magnitude & 0x7fffff) | 0x800000;
        // e is 150 less than the field; the window begins one place before the one of weight 1, and the first bit has
        // weight 1/2.
        var first = (int)(magnitude >> 23) - 152;
        var (word, shift) = (first >> 6, first & 63);
        UInt128 window = new(
            Joined(TwoOverPi[word], TwoOverPi[word + 1], shift),
            Joined(TwoOverPi[word + 1], TwoOverPi[word + 2], shift));
        var turns = unchecked(window * significand);
        var quarters = unchecked(turns + (UInt128.One << (Scale - 1))) >> Scale;
        var difference = unchecked((Int128)(turns - (quarters << Scale)));
        rest = (double)difference * QuarterTurn;
        return (uint)quarters;
    }

    /// <summary>64 bits of two words, from a bit of the first on.</summary>
    private static ulong Joined(ulong high, ulong low, int shift) => (high << shift) | (low >> 1 >> (63 - shift));

    private static uint? Rounded(double rest, uint quadrant)
    {
        var value = TrigonometricSteps.SineOf(new Double1(rest), new Double1(UInt64BitsToDouble(quadrant))).Value;
        var below = SingleToUInt32Bits((float)(value * (1 - IGuardedFunction.Error)));
        var above = SingleToUInt32Bits((float)(value * (1 + IGuardedFunction.Error)));
        return below == above ? above : null;
    }
}
