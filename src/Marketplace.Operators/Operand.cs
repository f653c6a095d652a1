using Marketplace.Numerics;

namespace Marketplace.Operators;

/// <summary>How far an operand's position moves when an output index grows by one; each below 2^40.</summary>
public readonly record struct Strides(long S0, long S1, long S2, long S3)
{
    public long this[int axis] => axis switch
    {
        0 => S0,
        1 => S1,
        2 => S2,
        3 => S3,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>Each element at its own place: the row-major strides of a shape.</summary>
    public static Strides Of(Shape shape) =>
        new((long)shape.D1 * shape.D2 * shape.D3, (long)shape.D2 * shape.D3, shape.D3, 1);
}

/// <summary>A slot that an operation reads, and the rule by which it reads it (B4).</summary>
/// <param name="Slot">Global slot number (B3).</param>
/// <param name="Rows">Of the slot's tensor, as <paramref name="Columns"/>.</param>
/// <param name="Offset">Position for output element 0, below 2^40: a row or a flat element, by the opcode.</param>
public sealed record Operand(int Slot, ElementType Type, long Rows, long Columns, long Offset, Strides Strides)
{
    /// <summary>32-bit words of a row of the slot's tensor (B1).</summary>
    public long WordsPerRow => Type == ElementType.I8 ? Int8Words.PerRow(Columns) : Columns;

    /// <summary>offset + i0·s0 + i1·s1 + i2·s2 + i3·s3 (B4).</summary>
    public long Position(ElementIndex i) =>
        Offset + i.I0 * Strides.S0 + i.I1 * Strides.S1 + i.I2 * Strides.S2 + i.I3 * Strides.S3;
}
