using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>1 / (1 + e^-x), evaluated of -x.</summary>
/// <remarks>Three roundings and an exponential: below 2^-50. About zero the function is 1/2 + x/4 - x³/48, and for x an
/// odd multiple of 2^-24 only the cubic term says on which side of a rounding boundary it lies, 2^-76.58 from it at the
/// nearest: there, as wherever the interval of the error holds a boundary, the law decides.</remarks>
internal readonly struct LogisticSigmoid : IGuardedFunction
{
    /// <summary>Every pattern is inside but the last, a NaN.</summary>
    public static uint RangeMask => 0xffffffff;

    public static uint RangeFirst => 0;

    public static uint RangeCount => 0xffffffff;

    public static uint Decide(uint pattern) => Elementary.Sigmoid(pattern ^ Law.Sign);

    [MethodImpl(AggressiveInlining)]
    public static D Evaluate<D>(D x) where D : struct, IDoubleLanes<D>
    {
        var (scale, slope, quotient) = ExponentialSteps.Of(x);
        return D.Div(D.Constant(1), D.Add(D.Constant(1), D.Fma(slope, quotient, scale)));
    }

    [MethodImpl(AggressiveInlining)]
    public static W Rounded<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D> =>
        // Beyond these ends the result rounds to +0 or 1 by itself.
        CorrectRounding<L, W, D>.Guarded<LogisticSigmoid>(L.Within(L.Xor(x, L.Constant(Law.Sign)), -110, 110));
}
