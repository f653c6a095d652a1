using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>From a function in binary64 to the correctly rounded float, for words of one width.</summary>
internal static unsafe class CorrectRounding<L, W, D>
    where L : struct, IWordLanes<W, D>
    where W : unmanaged
    where D : struct, IDoubleLanes<D>
{
    /// <summary>A function that is right for every input without a second look.</summary>
    [MethodImpl(AggressiveInlining)]
    public static W Plain<F>(W x) where F : struct, IElementaryFunction
    {
        var lower = F.Evaluate(L.Lower(x));
        return L.Narrow(lower, L.Count == 1 ? lower : F.Evaluate(L.Upper(x)));
    }

    /// <summary>A function whose doubtful lanes the law decides.</summary>
    [MethodImpl(AggressiveInlining)]
    public static W Guarded<F>(W x) where F : struct, IGuardedFunction
    {
        var lower = F.Evaluate(L.Lower(x));
        var upper = L.Count == 1 ? lower : F.Evaluate(L.Upper(x));
        var below = L.Narrow(Scaled(lower, 1 - IGuardedFunction.Error), Scaled(upper, 1 - IGuardedFunction.Error));
        var above = L.Narrow(Scaled(lower, 1 + IGuardedFunction.Error), Scaled(upper, 1 + IGuardedFunction.Error));
        if (L.AllEqual(below, above) && L.AllInside(x, F.RangeMask, F.RangeFirst, F.RangeCount)) return above;
        return Decided<F>(x, below, above);
    }

    [MethodImpl(AggressiveInlining)]
    private static D Scaled(D value, double factor) => D.Mul(value, D.Constant(factor));

    /// <remarks>Not inlined: the fast way keeps the registers.</remarks>
    [MethodImpl(NoInlining)]
    private static W Decided<F>(W x, W below, W above) where F : struct, IGuardedFunction
    {
        var inputs = (uint*)&x;
        var lows = (uint*)&below;
        var highs = (uint*)&above;
        for (var lane = 0; lane < L.Count; lane++)
        {
            var inside = unchecked((inputs[lane] & F.RangeMask) - F.RangeFirst) < F.RangeCount;
            if (!inside || lows[lane] != highs[lane]) highs[lane] = F.Decide(inputs[lane]);
        }

        return above;
    }
}
