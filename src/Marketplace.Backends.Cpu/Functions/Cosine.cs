using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>cos x = sin(x + π/2); arguments from 2^25 on are reduced in integers.</summary>
/// <remarks>The value closest to a rounding boundary lies 2^-55.89 from it.</remarks>
internal readonly struct Cosine : IGuardedFunction
{
    public static uint RangeMask => ~Law.Sign;

    public static uint RangeFirst => 0;

    public static uint RangeCount => TrigonometricSteps.LargeAngles;

    public static uint Decide(uint pattern) =>
        LargeAngle.Cosine(pattern) is { } value ? value : Elementary.Cos(pattern);

    [MethodImpl(AggressiveInlining)]
    public static D Evaluate<D>(D x) where D : struct, IDoubleLanes<D>
    {
        var turns = TrigonometricSteps.Turns(x);
        // Its pattern plus one is one quarter turn more.
        return TrigonometricSteps.Sine(x, turns, D.BitsAdd(turns, D.Constant(double.Epsilon)));
    }

    [MethodImpl(AggressiveInlining)]
    public static W Rounded<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D> => CorrectRounding<L, W, D>.Guarded<Cosine>(x);
}
