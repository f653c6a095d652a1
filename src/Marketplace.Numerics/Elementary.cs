namespace Marketplace.Numerics;

/// <summary>
/// Correctly rounded elementary functions (F5), by the same 256-bit integer steps as the referee's contract.
/// </summary>
/// <remarks>
/// <para>
/// e^x: with X = x · 2^110, n = round(x / ln 2) and t = x - n ln 2, |t| at most ln2/2 (1 + 2^-20),
/// e^x = 2^n (P + tQ)/(P - tQ), the diagonal Padé approximant of degree 9: P and Q are integer polynomials in z = t².
/// </para>
/// <para>
/// Relative error: Padé 2^-101.3 at the largest t; n times the error of ln 2 at 110 bits, at most 150 · 2^-111.9 =
/// 2^-104.7; the cut of z 2^-113; the cuts of Horner's rule and of tQ below 2^-138 (units of 2^-110 against P of about
/// 2^34); the division 2^-107.5. Together below 2^-100. X is exact for |x| of 2^-87 or more; below that the result is 1
/// with 2^-26 to spare.
/// </para>
/// <para>
/// The value of e^x closest to a rounding boundary over all binary32 x lies 2^-52.64 from it (x = 0xc16912cd), so every
/// result rounds right with a margin of 2^47. No result but e^0 is representable or a tie (Lindemann–Weierstrass):
/// adding half a unit and cutting is nearest-even.
/// </para>
/// </remarks>
public static class Elementary
{
    /// <summary>Above 88.72 (this pattern) e^x rounds to infinity.</summary>
    private const uint LargestFinite = 0x42b17217;

    /// <summary>Below -103.97 (this magnitude) e^x rounds to +0.</summary>
    private const uint LeastAboveZero = 0x42cff1b4;

    /// <summary>log2(e) · 2^32, rounded.</summary>
    private const ulong Log2OfE = 0x171547653;

    /// <summary>ln 2 · 2^110, rounded.</summary>
    private static readonly Word256 LnOf2 = new(0xde6af278ece600fd, 0x2c5c85fdf473, 0, 0);

    /// <summary>e^x of a float pattern. Total: NaN gives the canonical NaN.</summary>
    public static uint Exp(uint x)
    {
        var magnitude = x & ~Law.Sign;
        if (magnitude > LargestFinite)
        {
            if (magnitude > Law.Infinity) return Law.NaN;
            if (x < Law.Sign) return Law.Infinity;
            if (magnitude > LeastAboveZero) return 0;
        }

        Word256 significand = (magnitude & 0x7fffff) | 0x800000;
        var scaled = (significand << (int)(magnitude >> 23)) >>> 40;
        if (x >= Law.Sign) scaled = (Word256)0 - scaled;
        var (n, numerator, denominator) = Ratio(scaled);

        // In [2^107.5, 2^108.5]; its top bit decides the exponent.
        var quotient = (numerator << 108) / denominator;
        var top = (int)(ulong)(quotient >>> 108);
        var exponent = n + 125 + top;
        var drop = 83 + top;
        if (exponent < 0)
        {
            drop -= exponent;
            exponent = 0;
        }

        // One bit more than the significand, then half a unit; a carry runs into the exponent by itself.
        return ((uint)exponent << 23) + (uint)(((ulong)(quotient >>> drop) + 1) >> 1);
    }

    /// <summary>e^(X / 2^110) = 2^n · numerator / denominator, |X| below 2^118.</summary>
    private static (int N, Word256 Numerator, Word256 Denominator) Ratio(Word256 x)
    {
        var n = ((x * Log2OfE) + ((Word256)1 << 141)) >> 142;
        var t = x - (n * LnOf2);
        var z = (t * t) >>> 110;
        var p = Fixed(110880) + (z * 90);
        p = Fixed(30270240) + ((z * p) >>> 110);
        p = Fixed(2075673600) + ((z * p) >>> 110);
        p = Fixed(17643225600) + ((z * p) >>> 110);
        var q = Fixed(3960) + z;
        q = Fixed(2162160) + ((z * q) >>> 110);
        q = Fixed(302702400) + ((z * q) >>> 110);
        q = Fixed(8821612800) + ((z * q) >>> 110);
        var odd = (t * q) >> 110;
        return ((int)(ulong)n, p + odd, p - odd);
    }

    private static Word256 Fixed(ulong integer) => (Word256)integer << 110;
}
