namespace Marketplace.Numerics;

/// <content>e^x, and what follows from it by one division: tanh and the logistic function.</content>
/// <remarks>
/// <para>
/// With X = x · 2^110, n = round(x / ln 2) and t = x - n ln 2, |t| at most ln2/2 (1 + 2^-20),
/// e^x = 2^n (P + tQ)/(P - tQ) = 2^n a/b, the diagonal Padé approximant of degree 9: P and Q are integer polynomials in
/// z = t². Then tanh(x/2) = (a - b/2^n)/(a + b/2^n), where nothing cancels for n = 0, since a - b = 2tQ, and
/// sigmoid(x) = a/(a + b/2^n).
/// </para>
/// <para>
/// Relative error of a/b: Padé 2^-101.3 at the largest t; n times the error of ln 2 at 110 bits, at most 150 ·
/// 2^-111.9 = 2^-104.7; the cut of z 2^-113; the cuts of Horner's rule and of tQ below 2^-138 (units of 2^-110
/// against P of about 2^34). With the last division's 2^-107.5 e^x is below 2^-100. X is exact for |x| of 2^-87 or
/// more; below that e^x is 1 with 2^-26 to spare, and sigmoid 1/2. tanh: for n = 0 it is t·Q/P and its division,
/// 2^-108 against 2^-12 at least; for n ≥ 1 the error of a/b counts three times at most: below 2^-95. sigmoid: below
/// 2^-99.
/// </para>
/// <para>
/// Nearest to a rounding boundary over all arguments: e^x 2^-52.64 (0xc16912cd), tanh 2^-50.28 (0x3ac37de2), sigmoid
/// 2^-76.58 (0xb3800000; tiny x, where 1/2 + x/4 is almost a tie), elsewhere 2^-54.98 (0xba928601). Exact are e^±0,
/// tanh(±0) and sigmoid(±0).
/// </para>
/// </remarks>
public static partial class Elementary
{
    /// <summary>Above 88.72 (this pattern) e^x rounds to infinity.</summary>
    private const uint ExpLargestFinite = 0x42b17217;

    /// <summary>Below -103.97 (this magnitude) e^x, and sigmoid, round to +0.</summary>
    private const uint ExpLeastAboveZero = 0x42cff1b4;

    /// <summary>2^-12: up to here tanh x rounds to x, for x²/3 is below 2^-25 (also below a power of two, where the gap
    /// is half as wide).</summary>
    private const uint TanhIdentity = 0x39800000;

    /// <summary>10: above it tanh rounds to 1. It does from 9.02 on; in between the general way says so.</summary>
    private const uint TanhOne = 0x41200000;

    /// <summary>18: above it sigmoid rounds to 1, 1 - e^-18 being less than a quarter of a unit away.</summary>
    private const uint SigmoidOne = 0x41900000;

    /// <summary>The scale of X: 2^110.</summary>
    private const int ExpScale = 110;

    /// <summary>Bits of the last division. A ratio a/b lies in [0.707, 1.415].</summary>
    private const int RatioScale = 108;

    /// <summary>log2(e) · 2^32, rounded.</summary>
    private const ulong Log2OfE = 0x171547653;

    /// <summary>ln 2 · 2^110, rounded.</summary>
    private static readonly Word256 s_lnOf2 = new(0xde6af278ece600fd, 0x2c5c85fdf473, 0, 0);

    /// <summary>e^x.</summary>
    public static uint Exp(uint x)
    {
        var magnitude = x & Magnitude;
        if (magnitude > ExpLargestFinite)
        {
            if (magnitude > Law.Infinity) return Law.NaN;
            if (x < Law.Sign) return Law.Infinity;
            if (magnitude > ExpLeastAboveZero) return 0;
        }

        var scaled = Scaled(magnitude, ExpScale);
        var (n, a, b) = Ratio(x < Law.Sign ? scaled : -scaled);
        return Round((a << RatioScale) / b, RatioScale - n);
    }

    /// <summary>tanh x, odd.</summary>
    public static uint Tanh(uint x)
    {
        var magnitude = x & Magnitude;
        if (magnitude > Law.Infinity) return Law.NaN;
        if (magnitude <= TanhIdentity) return x;
        var sign = x & Law.Sign;
        if (magnitude > TanhOne) return sign | Law.One;

        var (n, a, b) = Ratio(Scaled(magnitude, ExpScale + 1));
        b >>>= n;
        return sign | Round(((a - b) << RatioScale) / (a + b), RatioScale);
    }

    /// <summary>The logistic function 1 / (1 + e^-x).</summary>
    public static uint Sigmoid(uint x)
    {
        var magnitude = x & Magnitude;
        if (magnitude > SigmoidOne)
        {
            if (magnitude > Law.Infinity) return Law.NaN;
            if (x < Law.Sign) return Law.One;
            if (magnitude > ExpLeastAboveZero) return 0;
        }

        var (n, a, b) = Ratio(Scaled(magnitude, ExpScale));
        var sum = a + (b >>> n);
        return x < Law.Sign
            ? Round((a << RatioScale) / sum, RatioScale)
            : Round((b << RatioScale) / sum, RatioScale + n);
    }

    /// <summary>|x| · 2^scale rounded down, |x| below 2^7. A subnormal counts as a normal number of the field 0, far
    /// below what matters.</summary>
    private static Word256 Scaled(uint magnitude, int scale) =>
        ((Word256)((magnitude & Fraction) | Hidden) << (int)(magnitude >> 23)) >>> (150 - scale);

    /// <summary>e^(X / 2^110) = 2^n · a / b, |X| below 2^118.</summary>
    private static (int N, Word256 A, Word256 B) Ratio(Word256 x)
    {
        var n = ((x * Log2OfE) + ((Word256)1 << 141)) >> 142;
        var t = x - (n * s_lnOf2);
        var z = (t * t) >>> ExpScale;
        var p = Integer(110880) + (z * 90);
        p = Integer(30270240) + ((z * p) >>> ExpScale);
        p = Integer(2075673600) + ((z * p) >>> ExpScale);
        p = Integer(17643225600) + ((z * p) >>> ExpScale);
        var q = Integer(3960) + z;
        q = Integer(2162160) + ((z * q) >>> ExpScale);
        q = Integer(302702400) + ((z * q) >>> ExpScale);
        q = Integer(8821612800) + ((z * q) >>> ExpScale);
        var odd = (t * q) >> ExpScale;
        return ((int)(ulong)n, p + odd, p - odd);
    }

    private static Word256 Integer(ulong value) => (Word256)value << ExpScale;
}
