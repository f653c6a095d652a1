namespace Marketplace.Numerics;

/// <content>The natural logarithm.</content>
/// <remarks>
/// <para>
/// x = 2^e m with m in (1/√2, √2]; s = (m - 1)/(m + 1) by one division of exact integers; ln x = 2 s p(s²) + e ln 2,
/// where p is the Chebyshev interpolant of degree 12 of atanh(√z)/√z on [0, 0.0295]. Where m is next to 1, e is 0: no
/// cancellation.
/// </para>
/// <para>
/// Relative error: the polynomial with rounded coefficients 2^-95.6; s 2^-103, for |s| is 2^-25 or more; the last cut
/// 2^-104; e ln 2 below 2^-120. Together below 2^-95. Nearest to a rounding boundary over all positive floats: 2^-57.78
/// (0x65d890d3). Exact is ln 1.
/// </para>
/// </remarks>
public static partial class Elementary
{
    /// <summary>√2 · 2^23, rounded down.</summary>
    private const uint RootOf2 = 0xb504f3;

    /// <summary>The scale of s, of p and of the logarithm: 2^128.</summary>
    private const int LogScale = 128;

    /// <summary>ln 2 · 2^128, rounded.</summary>
    private static readonly Word256 s_lnOf2At128 = new(0xc9e3b39803f2f6af, 0xb17217f7d1cf79ab, 0, 0);

    /// <summary>Coefficients of p at 2^128, the highest power of z first.</summary>
    private static readonly Word256[] s_atanh =
    [
        new(0xeeaa4e04d6914f70, 0x0c3fa23084363858, 0, 0),
        new(0x060e90d23ef04a28, 0x0af46d36f8b8e476, 0, 0),
        new(0xac0f50863f1536f9, 0x0c33037cdb667f0a, 0, 0),
        new(0x6e6d48c521e0cc66, 0x0d7930dfc3e1eb5e, 0, 0),
        new(0x8ae0f3cfd5f1f5b2, 0x0f0f0f753c6aebfc, 0, 0),
        new(0xa30cebce382d4408, 0x1111110f8e670ec1, 0, 0),
        new(0x0550d7e3682885b7, 0x13b13b13b5230381, 0, 0),
        new(0xbf00defa166c599e, 0x1745d1745d10830d, 0, 0),
        new(0xfdb7de2926e30d1f, 0x1c71c71c71c723f2, 0, 0),
        new(0x54d7bcad011b8649, 0x249249249249248d, 0, 0),
        new(0x34e5f9eab0f2cb84, 0x3333333333333333, 0, 0),
        new(0x55551acd28020f10, 0x5555555555555555, 0, 0),
        new(0x000000014e1c151e, 0x0000000000000000, 1, 0),
    ];

    /// <summary>ln x: −∞ at ±0, the NaN below zero.</summary>
    public static uint Log(uint x)
    {
        if ((x & Magnitude) == 0) return Law.Sign | Law.Infinity;
        if (x >= Law.Infinity) return x == Law.Infinity ? Law.Infinity : Law.NaN;

        // x = significand · 2^(field - 150), a subnormal normalised.
        var field = (int)(x >> 23);
        var significand = (x & Fraction) | Hidden;
        if (field == 0)
        {
            var shift = System.Numerics.BitOperations.LeadingZeroCount(x) - 8;
            significand = x << shift;
            field = 1 - shift;
        }

        var upper = significand > RootOf2;
        var exponent = field - 127 + (upper ? 1 : 0);
        var one = upper ? 2 * Hidden : Hidden;

        var below = significand < one;
        var s = ((Word256)(below ? one - significand : significand - one) << LogScale) / (significand + one);
        var z = (s * s) >>> LogScale;
        var p = s_atanh[0];
        for (var i = 1; i < s_atanh.Length; i++) p = s_atanh[i] + ((z * p) >>> LogScale);
        var twice = ((below ? -s : s) * p) >> (LogScale - 1);

        var whole = s_lnOf2At128 * (ulong)Math.Abs(exponent);
        var sum = exponent < 0 ? twice - whole : twice + whole;
        if (sum == (Word256)0) return 0;
        return sum.IsNegative ? Law.Sign | Round(-sum, LogScale) : Round(sum, LogScale);
    }
}
