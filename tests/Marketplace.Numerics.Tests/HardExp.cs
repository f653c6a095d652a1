namespace Marketplace.Numerics.Tests;

/// <summary>
/// Arguments whose exponential lies next to the middle between two floats, where a small error rounds to the wrong one.
/// </summary>
internal static class HardExp
{
    private const int Candidates = 20_000_000;

    /// <summary>The bits of a double's significand below a float's; their middle is the rounding boundary.</summary>
    private const long Below = (1 << 29) - 1;
    private const long Middle = 1 << 28;

    /// <summary>Units of 2^-52 from the boundary: 2^-45 and nearer. About one candidate in 2^20.</summary>
    private const long Near = 1 << 7;

    /// <summary>Found by the platform's double exponential, which only proposes; what is right the exact series says.</summary>
    public static uint[] Inputs { get; } = Find();

    private static uint[] Find()
    {
        var vectors = new Vectors(0x4a2d);
        List<uint> found = [0xc16912cd];
        for (var i = 0; i < Candidates; i++)
        {
            // 2^-6 to 2^7, either sign.
            var x = vectors.WithExponent(121 + vectors.Below(13));
            if ((x & 0x7fffffff) > 0x42aeac4f) continue;
            var result = BitConverter.DoubleToInt64Bits(Math.Exp(BitConverter.UInt32BitsToSingle(x)));
            if (Math.Abs((result & Below) - Middle) <= Near) found.Add(x);
        }

        return [.. found];
    }
}
