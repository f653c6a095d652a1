using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>The shared first half of exp, tanh and sigmoid: e^x = scale + slope · quotient.</summary>
/// <remarks>With k = round(16 x / ln 2) and r = x - k ln2/16, |r| at most ln2/32: scale = 2^(k/16) from a table of
/// 2^(j/16) and an exponent, slope = scale r, quotient = (e^r - 1)/r = 1 + r p(r), p interpolating at five Chebyshev
/// nodes. Relative errors: of the quotient below 2^-55 of the sum, of a table entry 2^-53, of e^x with its
/// last rounding below 2^-51.8.</remarks>
internal static class ExponentialSteps
{
    private const double SixteenthsOfLog2 = 23.083120654223414;

    /// <summary>ln2/16 in two parts: its 53 leading bits and the rest.</summary>
    private const double Sixteenth = 0.04332169878499658;
    private const double SixteenthRest = 1.4494042586539372e-18;

    /// <summary>1.5 · 2^52: a sum with it is rounded to a whole number, which stands in the low bits.</summary>
    private const double ToWhole = 6755399441055744.0;

    /// <summary>2^(j/16), its pattern lessened by j · 2^48: adding k · 2^48 then brings the whole part of k/16 into
    /// the exponent.</summary>
    private static ReadOnlySpan<double> Powers =>
    [
        1.0, 0.9908868912137069, 0.9827538663326288, 0.9756443173783458,
        0.9696035575013605, 0.964678906036742, 0.9609197773255048, 0.9583777734684463,
        0.9571067811865476, 0.9571630729697497, 0.9586054127039704, 0.9614951659746271,
        0.9658964152537145, 0.9718760801866497, 0.9795040432046712, 0.9888532806985737,
    ];

    /// <summary>Of x in [-700, 700]; a NaN stays one in the slope.</summary>
    [MethodImpl(AggressiveInlining)]
    public static (D Scale, D Slope, D Quotient) Of<D>(D x) where D : struct, IDoubleLanes<D>
    {
        var shifted = D.Fma(x, D.Constant(SixteenthsOfLog2), D.Constant(ToWhole));
        var k = D.Sub(shifted, D.Constant(ToWhole));
        var r = D.FmaNegated(k, D.Constant(Sixteenth), x);
        r = D.FmaNegated(k, D.Constant(SixteenthRest), r);
        var scale = D.BitsAdd(D.Lookup(Powers, shifted), D.ShiftLeft(shifted, 48));
        // Not Horner's rule: shorter chains let more of them run at once.
        var square = D.Mul(r, r);
        var high = D.Fma(D.Constant(0.0013889034348599735), r, D.Constant(0.008333449701253673));
        var middle = D.Fma(D.Constant(0.04166666666496045), r, D.Constant(0.1666666666530169));
        var low = D.Fma(D.Constant(0.5), r, D.Constant(1));
        var quotient = D.Fma(D.Fma(high, square, middle), square, low);
        return (scale, D.Mul(scale, r), quotient);
    }
}
