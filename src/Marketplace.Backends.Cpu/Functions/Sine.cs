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
        var turns = TrigonometricSteps.Turns(x);
        return TrigonometricSteps.Sine(x, turns, turns);
    }

    [MethodImpl(AggressiveInlining)]
    public static W Rounded<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D>
    {
        // The sign goes around, for the sums would lose that of -0.
        var sign = L.And(x, L.Constant(Law.Sign));
        return L.Xor(CorrectRounding<L, W, D>.Guarded<Sine>(L.Xor(x, sign)), sign);
    }
}
