using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>ln x for finite x above zero; the law gives the rest.</summary>
/// <remarks>x = 2^e m with m in [√½, √2), s = (m - 1)/(m + 1), ln x = e ln 2 + 2s (1 + s² p(s²)), p interpolating
/// (atanh(s)/s - 1)/s² at six Chebyshev nodes: 2^-50.3 of the sum. Where m is next to 1, e is 0, m - 1 is exact and
/// nothing cancels; elsewhere at most one bit is lost. Together below 2^-48.5. The value closest to a rounding
/// boundary lies 2^-57.78 from it.</remarks>
internal readonly struct NaturalLogarithm : IGuardedFunction
{
    private const double SquareRootOfHalf = 0.7071067811865476;

    private const double LogOf2 = 0.6931471805599453;

    /// <summary>Its low bits take a whole number below 2^52 and make it a double.</summary>
    private const double TwoTo52 = 1L << 52;

    public static uint RangeMask => 0xffffffff;

    public static uint RangeFirst => 1;

    public static uint RangeCount => Law.Infinity - 1;

    public static uint Decide(uint pattern) => Elementary.Log(pattern);

    [MethodImpl(AggressiveInlining)]
    public static D Evaluate<D>(D x) where D : struct, IDoubleLanes<D>
    {
        // The pattern of 2 is 1024 in the exponent field: it keeps e + 1024 positive.
        var shifted = D.BitsAdd(D.BitsSub(x, D.Constant(SquareRootOfHalf)), D.Constant(2));
        var field = D.BitsAdd(D.ShiftRight(shifted, 52), D.Constant(TwoTo52));
        var e = D.Sub(field, D.Constant(TwoTo52 + 1024));
        // The pattern of -infinity is sign and exponent field: e goes out of the exponent of x.
        var power = D.BitsSub(D.And(shifted, D.Constant(double.NegativeInfinity)), D.Constant(2));
        var f = D.Sub(D.BitsSub(x, power), D.Constant(1));

        var s = D.Div(f, D.Add(f, D.Constant(2)));
        var z = D.Mul(s, s);
        var p = D.Fma(D.Constant(0.08310909196015825), z, D.Constant(0.09070096860425454));
        p = D.Fma(p, z, D.Constant(0.11111431140992394));
        p = D.Fma(p, z, D.Constant(0.1428571206915346));
        p = D.Fma(p, z, D.Constant(0.2000000000560328));
        p = D.Fma(p, z, D.Constant(0.3333333333333104));
        var twice = D.Add(s, s);
        return D.Fma(e, D.Constant(LogOf2), D.Fma(D.Mul(twice, z), p, twice));
    }

    [MethodImpl(AggressiveInlining)]
    public static W Rounded<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D> => CorrectRounding<L, W, D>.Guarded<NaturalLogarithm>(x);
}
