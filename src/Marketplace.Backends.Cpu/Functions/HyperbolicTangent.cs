using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>tanh x = u / (u + 2) with u = e^2x - 1, for x above zero; the sign goes around.</summary>
/// <remarks>u keeps its relative accuracy where x is small: there the scale is exactly 1 and u is slope · quotient. At
/// the first entries of the table the error of an entry, 2^-53, counts 48-fold: u is below 2^-46.5 from its value. The
/// value closest to a rounding boundary lies 2^-50.28 from it: only the run over all inputs proves the
/// rounding.</remarks>
internal readonly struct HyperbolicTangent : IElementaryFunction
{
    [MethodImpl(AggressiveInlining)]
    public static D Evaluate<D>(D x) where D : struct, IDoubleLanes<D>
    {
        var (scale, slope, quotient) = ExponentialSteps.Of(D.Add(x, x));
        var u = D.Fma(slope, quotient, D.Sub(scale, D.Constant(1)));
        return D.Div(u, D.Add(u, D.Constant(2)));
    }
    [MethodImpl(AggressiveInlining)]
    public static W Rounded<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D>
    {
        var sign = L.And(x, L.Constant(Law.Sign));
        // From 9.02 on the result rounds to 1.
        var magnitude = L.Within(L.Xor(x, sign), 0, 10);
        return L.Xor(CorrectRounding<L, W, D>.Plain<HyperbolicTangent>(magnitude), sign);
    }
}
