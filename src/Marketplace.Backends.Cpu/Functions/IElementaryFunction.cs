namespace Marketplace.Backends.Cpu.Functions;

/// <summary>A correctly rounded function of binary32 (F5), computed in binary64.</summary>
internal interface IElementaryFunction
{
    /// <summary>The value in binary64 of lanes that hold binary32 values. A NaN gives a NaN.</summary>
    static abstract D Evaluate<D>(D x) where D : struct, IDoubleLanes<D>;

    /// <summary>The correctly rounded value of every word: proved on all 2^32 patterns (docs/numerics.md). Which NaN
    /// a NaN gives is free.</summary>
    static abstract W Rounded<L, W, D>(W x)
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D>;
}
