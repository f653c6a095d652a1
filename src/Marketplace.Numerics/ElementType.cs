namespace Marketplace.Numerics;

/// <summary>What an element of a tensor is. The values are part of a program's bytes.</summary>
public enum ElementType : byte
{
    /// <summary>binary32; stored canonical (F4).</summary>
    F32 = 0,

    /// <summary>Two's complement; never canonicalised.</summary>
    I32 = 1,

    /// <summary>Two's complement, four in a word of a tensor (B1). As a single value it is a 32-bit word of the same
    /// number.</summary>
    I8 = 2,
}
