namespace Marketplace.Numerics;

/// <summary>What a 32-bit word of a tensor stands for. The values are part of a program's bytes.</summary>
public enum ElementType : byte
{
    /// <summary>binary32; stored canonical (F4).</summary>
    F32 = 0,

    /// <summary>Two's complement; never canonicalised.</summary>
    I32 = 1,
}
