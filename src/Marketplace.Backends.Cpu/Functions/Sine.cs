using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>sin x; arguments from 2^25 on are reduced in integers.</summary>
/// <remarks>The value closest to a rounding boundary lies 2^-54.20 from it.</remarks>
internal readonly struct Sine : IGuardedFunction
{
    public static uint RangeMask => ~Law.Sign;

    public static uint RangeFirst => 0;

    public static uint RangeCount => TrigonometricSteps.LargeAngles;

    public static uint Decide(uint pattern) =>
        LargeAngle.Sine(pattern) is { } value ? value : Elementary.Sin(pattern);

    [MethodImpl(AggressiveInlining)]
    public static D Evaluate<D>(D x) where D : struct, IDoubleLanes<D>
    {
        // The sign goes around, for the sum below would lose that of -0.
        var sign = D.And(x, D.Constant(-0.0));
        var magnitude = D.Xor(x, sign);
        var turns = TrigonometricSteps.Turns(magnitude);
        return D.Xor(TrigonometricSteps.Sine(magnitude, turns, turns), sign);
    }

    [MethodImpl(AggressiveInlining)]
    public static W Rounded<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D> => CorrectRounding<L, W, D>.Guarded<Sine>(x);
}
