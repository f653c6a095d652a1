using System.Numerics;

namespace Marketplace.Numerics.Tests;

/// <summary>
/// The definition that float32 is measured by: exact rational numbers, rounded once, to nearest even.
/// </summary>
public static class Exact
{
    /// <summary>The exact value of a finite float as numerator / 2^149.</summary>
    public static BigInteger Units(uint bits)
    {
        var field = (int)((bits >> 23) & 0xff);
        BigInteger m = (bits & 0x7fffff) | (field > 0 ? 0x800000u : 0);
        m <<= Math.Max(field, 1) - 1;
        return bits >> 31 != 0 ? -m : m;
    }

    public static bool IsFinite(uint bits) => (bits & 0x7f800000) != 0x7f800000;

    /// <summary>
    /// numerator / denominator · 2^exponent to the nearest float, ties to even; the value is not zero.
    /// </summary>
    public static uint Round(BigInteger numerator, BigInteger denominator, int exponent)
    {
        var sign = numerator.Sign < 0 ? 0x80000000 : 0;
        numerator = BigInteger.Abs(numerator);
        if (exponent >= 0) numerator <<= exponent;
        else denominator <<= -exponent;

        // The place of the last bit kept: 23 below the leading one, but never below 2^-149.
        var leading = (int)(numerator.GetBitLength() - denominator.GetBitLength());
        if (leading >= 0 ? numerator < denominator << leading : numerator << -leading < denominator) leading--;
        var last = Math.Max(leading - 23, -149);
        var (top, bottom) = last >= 0 ? (numerator, denominator << last) : (numerator << -last, denominator);
        var kept = BigInteger.DivRem(top, bottom, out var rest);
        var comparison = (2 * rest).CompareTo(bottom);
        if (comparison > 0 || (comparison == 0 && !kept.IsEven)) kept++;
        if (kept == 1 << 24)
        {
            kept >>= 1;
            last++;
        }

        if (kept < 1 << 23) return sign | (uint)kept;
        return last + 150 > 254 ? sign | 0x7f800000 : sign | ((uint)(last + 150) << 23) | ((uint)kept & 0x7fffff);
    }

    /// <summary>The square root of a positive float, to the nearest.</summary>
    public static uint Sqrt(uint bits)
    {
        // sqrt(u / 2^149) = sqrt(u · 2^151) / 2^150; 100 bits more below, and a last bit for what is cut.
        var square = Units(bits) << (151 + 200);
        var root = Root(square);
        var sticky = root * root == square ? 0 : 1;
        return Round((2 * root) + sticky, 1, -150 - 100 - 1);
    }

    /// <summary>e^x for a finite x other than 0, from Taylor's series with 400 bits.</summary>
    public static uint Exp(uint bits)
    {
        const int Scale = 400;
        var x = Units(bits) << (Scale - 149);
        var n = BigInteger.Divide(x, Ln2);
        if (x.Sign < 0) n--;
        var t = x - (n * Ln2);
        var sum = BigInteger.Zero;
        var term = BigInteger.One << Scale;
        for (var k = 1; !term.IsZero; k++)
        {
            sum += term;
            term = ((term * t) >> Scale) / k;
        }

        return Round(sum, 1, (int)n - Scale);
    }

    /// <summary>ln 2 · 2^400 = sum over k of 2^400 / (k 2^k).</summary>
    private static BigInteger Ln2 { get; } = Series();

    private static BigInteger Series()
    {
        // Sixty-four bits more while adding up.
        var sum = BigInteger.Zero;
        for (var k = 1; k < 464; k++) sum += (BigInteger.One << (464 - k)) / k;
        return sum >> 64;
    }

    private static BigInteger Root(BigInteger square)
    {
        var root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        for (; ; )
        {
            var next = (root + (square / root)) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }
}
