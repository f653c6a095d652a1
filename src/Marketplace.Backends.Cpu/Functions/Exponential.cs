using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>e^x.</summary>
/// <remarks>The value closest to a rounding boundary lies 2^-52.64 from it, so that the error in binary64 alone does
/// not prove the rounding; the run over all inputs does.</remarks>
internal readonly struct Exponential : IElementaryFunction
{
    [MethodImpl(AggressiveInlining)]
    public static D Evaluate<D>(D x) where D : struct, IDoubleLanes<D>
    {
        var (scale, slope, quotient) = ExponentialSteps.Of(x);
        return D.Fma(slope, quotient, scale);
    }

    /// <remarks>Sixteen floats have a faster way of their own.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static W Rounded<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D> => typeof(W) == typeof(Vector512<uint>)
            ? Unsafe.BitCast<Vector512<uint>, W>(Exponential16.Rounded(Unsafe.BitCast<W, Vector512<uint>>(x)))
            : InDoubles<L, W, D>(x);

    /// <summary>The same from a value in binary64, on every width.</summary>
    [MethodImpl(AggressiveInlining)]
    public static W InDoubles<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D> =>
        // Beyond these ends the result rounds to infinity or +0 by itself.
        CorrectRounding<L, W, D>.Plain<Exponential>(L.Within(x, -110, 90));
}
