namespace Marketplace.Backends.Cpu.Functions;

/// <summary>A function whose binary64 value cannot decide every rounding. Where it does not, or where the argument is
/// outside the range of the fast steps, the law decides.</summary>
internal interface IGuardedFunction : IElementaryFunction
{
    /// <summary>Bound of the relative error of <see cref="IElementaryFunction.Evaluate{D}"/> inside the range, with
    /// ample room: a result is certain if both ends of this interval round to the same float.</summary>
    const double Error = 1.0 / (1L << 47);

    /// <summary>A pattern is inside the range if ((pattern &amp; RangeMask) - RangeFirst) modulo 2^32 is below
    /// RangeCount.</summary>
    static abstract uint RangeMask { get; }

    static abstract uint RangeFirst { get; }

    static abstract uint RangeCount { get; }

    /// <summary>The law's value of any pattern.</summary>
    static abstract uint Decide(uint pattern);
}
