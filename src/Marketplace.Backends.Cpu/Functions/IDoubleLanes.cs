namespace Marketplace.Backends.Cpu.Functions;

/// <summary>A register of binary64 lanes, as much as the elementary functions need of one. The functions are written
/// once over it; each machine width is one structure.</summary>
/// <remarks>Every operation is IEEE-754 to nearest even, lane by lane, so the widths cannot differ in a bit but in
/// the payload of a NaN.</remarks>
internal interface IDoubleLanes<D> where D : struct, IDoubleLanes<D>
{
    static abstract D Constant(double value);

    static abstract D Add(D a, D b);

    static abstract D Sub(D a, D b);

    static abstract D Mul(D a, D b);

    static abstract D Div(D a, D b);

    /// <summary>a · b + c with one rounding.</summary>
    static abstract D Fma(D a, D b, D c);

    /// <summary>c - a · b with one rounding.</summary>
    static abstract D FmaNegated(D a, D b, D c);

    /// <summary>Of the 64-bit patterns, as the members below.</summary>
    static abstract D And(D a, D b);

    static abstract D Xor(D a, D b);

    /// <summary>Sum of the patterns modulo 2^64.</summary>
    static abstract D BitsAdd(D a, D b);

    static abstract D BitsSub(D a, D b);

    static abstract D ShiftLeft(D a, byte count);

    /// <summary>Zeros come in from the left.</summary>
    static abstract D ShiftRight(D a, byte count);

    /// <summary>The sign bit of the selector set ? ifSet : otherwise.</summary>
    static abstract D SelectBySign(D selector, D ifSet, D otherwise);

    /// <summary>Entry (index pattern modulo 16) of a table of sixteen.</summary>
    static abstract D Lookup(ReadOnlySpan<double> table, D index);
}
