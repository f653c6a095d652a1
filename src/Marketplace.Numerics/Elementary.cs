namespace Marketplace.Numerics;

/// <summary>
/// Correctly rounded elementary functions of binary32 (F5), by the same 256-bit integer steps as the referee's
/// contract. A pattern goes in and a pattern comes out; every function is total, and a NaN gives the canonical one.
/// </summary>
/// <remarks>
/// Each function computes its value in fixed point with a relative error far below the distance of its hardest argument
/// from a rounding boundary (the figures stand with the function; every argument was scanned for them), and rounds
/// once. But for the arguments named there no value is representable or a tie (Lindemann–Weierstrass), so adding half a
/// unit and cutting is round to nearest even.
/// </remarks>
public static partial class Elementary
{
    private const uint Magnitude = ~Law.Sign;

    private const uint Hidden = 0x800000;

    private const uint Fraction = Hidden - 1;

    /// <summary>The one rounding: value / 2^scale to the nearest float. Not for ties; value has 25 bits or
    /// more.</summary>
    private static uint Round(Word256 value, int scale)
    {
        // The exponent field less one, for the hidden bit adds one. A subnormal result drops more bits, under the
        // field 0.
        var length = value.Length;
        var field = length + 125 - scale;
        var drop = length - 25;
        if (field < 0)
        {
            drop -= field;
            field = 0;
        }

        // One bit more than the significand, then half a unit; a carry runs into the exponent by itself.
        return ((uint)field << 23) + (uint)(((ulong)(value >>> drop) + 1) >> 1);
    }
}
