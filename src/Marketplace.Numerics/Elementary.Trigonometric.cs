namespace Marketplace.Numerics;

/// <content>Sine and cosine over the whole range.</content>
/// <remarks>
/// <para>
/// |x| · 2/π modulo 4 at scale 2^254 is the product of the significand with a window of the bits of 2/π, modulo 2^256:
/// the word's wrap-around drops the multiples of 4 (Payne and Hanek 1983). The rounded upper two bits are the quadrant,
/// the signed rest f in [-1/2, 1/2) an angle of f · π/2; sin(f π/2)/f and cos(f π/2) are Chebyshev interpolants of
/// degree 10 in f² on [0, 1/4].
/// </para>
/// <para>
/// Relative error: the polynomials with rounded coefficients 2^-102.9 and 2^-98.1; the window 2^24 · 2^-254 and the
/// cut of f 2^-125, against the least |f| over all floats, 2^-29.86 (0x6f79be45); the cuts of Horner's rule 2^-124.
/// Together below 2^-94. Nearest to a rounding boundary over all arguments: sin 2^-54.20 (0x73243f06), cos 2^-55.89
/// (0x6115cb11). Exact are sin(±0) and cos(±0).
/// </para>
/// </remarks>
public static partial class Elementary
{
    /// <summary>2^-12: up to here sin x rounds to x, for x²/6 is below 2^-26, and cos x to 1, for 1 - cos x is below
    /// 2^-25, half the gap under 1.</summary>
    private const uint TrigonometricIdentity = 0x39800000;

    /// <summary>From this exponent field on the window reaches past the first 256 bits of 2/π.</summary>
    private const int SecondWindow = 153;

    private static readonly Word256 s_twoOverPi =
        new(0xfe5163abdebbc561, 0xdb6295993c439041, 0xfc2757d1f534ddc0, 0xa2f9836e4e441529);

    /// <summary>Bits 257 to 512 of 2/π behind the point.</summary>
    private static readonly Word256 s_twoOverPiRest =
        new(0xe88235f52ebb4484, 0xfe1deb1cb129a73e, 0x06492eea09d1921c, 0xb7246e3a424dd2e0);

    /// <summary>Magnitudes at 2^128 of the coefficients of sin(f π/2)/f, whose signs alternate, the highest power
    /// first.</summary>
    private static readonly Word256[] s_sine =
    [
        new(0xbc582a4e2ea54f50, 0x0000000000001267, 0, 0),
        new(0x42eeca2750cddc86, 0x00000000000c51ef, 0, 0),
        new(0x700bd89026a9ac82, 0x0000000006abb0c4, 0, 0),
        new(0x5ab54e32b135e8ca, 0x00000002df5b73e1, 0, 0),
        new(0x3e1e0a855b43a363, 0x000000f47a1a680c, 0, 0),
        new(0x3ae6fb75b16c885c, 0x00003c60e9fbd10e, 0, 0),
        new(0xdc4ed55d9df9033a, 0x000a83c1a43f73c0, 0, 0),
        new(0xe65d397f8d095aec, 0x0132d2cce62bd85b, 0, 0),
        new(0x47e67d7e76539359, 0x1466bc6775aae1d2, 0, 0),
        new(0x5dc72f664bf1567b, 0xa55de7312df295f5, 0, 0),
        new(0x898cc516fed83a2f, 0x921fb54442d18469, 1, 0),
    ];

    /// <summary>The same of cos(f π/2).</summary>
    private static readonly Word256[] s_cosine =
    [
        new(0x0811ee8d3e00f919, 0x000000000000f5e7, 0, 0),
        new(0x554b3ae6d3d50028, 0x0000000000950519, 0, 0),
        new(0x80eae99a01527e5d, 0x0000000048318aaf, 0, 0),
        new(0xda0582c417f008b1, 0x0000001b6e24f437, 0, 0),
        new(0x9e4bbd5533ad7758, 0x000007e74e28dd8c, 0, 0),
        new(0x82090a7bf8278d0c, 0x0001a6d1f2a204a8, 0, 0),
        new(0xe5c219ec656f4cbf, 0x003c3ea0d1237575, 0, 0),
        new(0x152679b1476c66ee, 0x05574f1f8f2ffe7f, 0, 0),
        new(0x4cc014936faa2d88, 0x40f07c206d6b0ecd, 0, 0),
        new(0xadc4d913e7ab8093, 0x3bd3cc9be45de5a4, 1, 0),
        new(0xffffffffd5eca1b7, 0xffffffffffffffff, 0, 0),
    ];

    /// <summary>sin x, odd; the NaN at ±∞.</summary>
    public static uint Sin(uint x)
    {
        var magnitude = x & Magnitude;
        if (magnitude >= Law.Infinity) return Law.NaN;
        return magnitude <= TrigonometricIdentity ? x : SineAt(magnitude, 0) ^ (x & Law.Sign);
    }

    /// <summary>cos x, even; the NaN at ±∞.</summary>
    public static uint Cos(uint x)
    {
        var magnitude = x & Magnitude;
        if (magnitude >= Law.Infinity) return Law.NaN;
        return magnitude <= TrigonometricIdentity ? Law.One : SineAt(magnitude, 1);
    }

    /// <summary>sin(|x| + quadrants · π/2).</summary>
    private static uint SineAt(uint magnitude, uint quadrants)
    {
        var field = (int)(magnitude >> 23);
        var window = field < SecondWindow
            ? s_twoOverPi >>> (SecondWindow - 1 - field)
            : (s_twoOverPi << (field - SecondWindow + 1)) | (s_twoOverPiRest >>> (SecondWindow + 255 - field));
        var turn = window * ((magnitude & Fraction) | Hidden);

        var quadrant = quadrants + (uint)(ulong)((turn + ((Word256)1 << 253)) >>> 254);
        // f at 2^125, f² at 2^128.
        var f = (turn << 2) >> 131;
        var square = (f * f) >>> 122;
        var value = (quadrant & 1) == 0 ? f * Alternating(s_sine, square) : Alternating(s_cosine, square) << 125;

        var sign = (quadrant & 2) << 30;
        return value.IsNegative ? sign ^ Law.Sign ^ Round(-value, 253) : sign ^ Round(value, 253);
    }

    /// <summary>The sum of coefficients · square^k with alternating signs; every partial sum is positive.</summary>
    private static Word256 Alternating(Word256[] coefficients, Word256 square)
    {
        var sum = coefficients[0];
        for (var i = 1; i < coefficients.Length; i++) sum = coefficients[i] - ((square * sum) >>> 128);
        return sum;
    }
}
