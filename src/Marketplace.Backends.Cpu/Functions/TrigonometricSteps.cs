using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>What sine and cosine share: the angle's rest after quarter turns, and both functions of it.</summary>
/// <remarks>k = round(x 2/π), r = x - k π/2 with π/2 in two parts of 53 bits: the first difference is exact (a multiple
/// of 2^-52 below 1), the second is rounded once, and what π/2 lacks, 2^-107 k, is below 2^-52.8 of r up to |x| = 2^25,
/// for |r| is at least 2^-29.86 for every binary32 x. sin r = r (1 + z s(z)) and cos r = 1 + z c(z) with z = r², s and
/// c interpolating at six Chebyshev nodes: 2^-55.6 and 2^-51.6. Together below 2^-49.</remarks>
internal static class TrigonometricSteps
{
    /// <summary>|x| below 2^25 (this pattern) is in the range of the two parts of π/2.</summary>
    public const uint LargeAngles = 0x4c000000;

    private const double TwoOverPi = 0.6366197723675814;

    private const double QuarterTurn = 1.5707963267948966;
    private const double QuarterTurnRest = 6.123233995736766e-17;

    /// <summary>1.5 · 2^52: a sum with it is rounded to a whole number, which stands in the low bits.</summary>
    private const double ToWhole = 6755399441055744.0;

    /// <summary>x 2/π as a sum with 1.5 · 2^52: the quarter turns stand in its low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    public static D Turns<D>(D x) where D : struct, IDoubleLanes<D> =>
        D.Fma(x, D.Constant(TwoOverPi), D.Constant(ToWhole));

    /// <summary>The sine of the angle r + quadrant · π/2, r being what the turns leave of x.</summary>
    /// <param name="quadrant">In its two low bits.</param>
    [MethodImpl(AggressiveInlining)]
    public static D Sine<D>(D x, D turns, D quadrant) where D : struct, IDoubleLanes<D>
    {
        var k = D.Sub(turns, D.Constant(ToWhole));
        var r = D.FmaNegated(k, D.Constant(QuarterTurn), x);
        r = D.FmaNegated(k, D.Constant(QuarterTurnRest), r);
        return SineOf(r, quadrant);
    }

    /// <summary>The sine of r + quadrant · π/2, |r| at most π/4 (1 + 2^-20).</summary>
    [MethodImpl(AggressiveInlining)]
    public static D SineOf<D>(D r, D quadrant) where D : struct, IDoubleLanes<D>
    {
        var z = D.Mul(r, r);
        var s = D.Fma(D.Constant(1.591812916105078e-10), z, D.Constant(-2.505113184314626e-08));
        s = D.Fma(s, z, D.Constant(2.755731610254353e-06));
        s = D.Fma(s, z, D.Constant(-0.00019841269836758557));
        s = D.Fma(s, z, D.Constant(0.008333333333330948));
        s = D.Fma(s, z, D.Constant(-0.16666666666666666));
        var c = D.Fma(D.Constant(2.0665504669626675e-09), z, D.Constant(-2.755585550914659e-07));
        c = D.Fma(c, z, D.Constant(2.4801582623338597e-05));
        c = D.Fma(c, z, D.Constant(-0.0013888888882127926));
        c = D.Fma(c, z, D.Constant(0.04166666666663093));
        c = D.Fma(c, z, D.Constant(-0.49999999999999967));
        var sine = D.Fma(D.Mul(r, z), s, r);
        var cosine = D.Fma(z, c, D.Constant(1));
        var value = D.SelectBySign(D.ShiftLeft(quadrant, 63), cosine, sine);
        return D.Xor(value, D.And(D.ShiftLeft(quadrant, 62), D.Constant(-0.0)));
    }
}
