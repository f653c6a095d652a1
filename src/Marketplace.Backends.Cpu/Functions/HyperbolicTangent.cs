using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>tanh x = u / (u + 2) with u = e^2|x| - 1, and the sign of x.</summary>
/// <remarks>u keeps its relative accuracy where x is small: there the scale is exactly 1 and u is the tail. The value
/// closest to a rounding boundary lies 2^-50.28 from it.</remarks>
internal readonly struct HyperbolicTangent : IElementaryFunction
{
    [MethodImpl(AggressiveInlining)]
    public static D Evaluate<D>(D x) where D : struct, IDoubleLanes<D>
    {
        var sign = D.And(x, D.Constant(-0.0));
        // From 9.02 on the result rounds to 1.
        var magnitude = D.AtMost(D.Constant(10), D.Xor(x, sign));
        var (scale, tail) = ExponentialSteps.Of(D.Add(magnitude, magnitude));
        var u = D.Fma(scale, tail, D.Sub(scale, D.Constant(1)));
        return D.Xor(D.Div(u, D.Add(u, D.Constant(2))), sign);
    }
    [MethodImpl(AggressiveInlining)]
    public static W Rounded<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D> => CorrectRounding<L, W, D>.Plain<HyperbolicTangent>(x);
}
