using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Operators;

/// <summary>Dimensions (d0, d1, d2, d3) of a tensor, row-major; a rank below four has leading ones (B1).</summary>
/// <remarks>The rank itself is not kept: [3] and [1, 3] are the same shape, in bytes too.</remarks>
public readonly record struct Shape(uint D0, uint D1, uint D2, uint D3)
{
    public const int MaxRank = 4;

    /// <summary>A tensor has fewer leaves than this (O5).</summary>
    public const long LeafLimit = 1L << MerkleTree.MaxDepth;

    /// <param name="dimensions">One to four, each ≥ 1.</param>
    public static Shape Of(params ReadOnlySpan<int> dimensions)
    {
        Invariant.That(dimensions.Length is >= 1 and <= MaxRank, "a shape has one to four dimensions");
        Span<uint> four = [1, 1, 1, 1];
        for (var i = 0; i < dimensions.Length; i++)
        {
            Invariant.That(dimensions[i] >= 1, "a dimension is at least one");
            four[MaxRank - dimensions.Length + i] = (uint)dimensions[i];
        }

        return new Shape(four[0], four[1], four[2], four[3]);
    }

    public uint this[int axis] => axis switch
    {
        0 => D0,
        1 => D1,
        2 => D2,
        3 => D3,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>Every dimension ≥ 1 and fewer than 2^40 leaves of 32-bit elements (O5); the other members may be asked
    /// only then.</summary>
    public bool IsAdmissible
    {
        get
        {
            if (D0 == 0 || D1 == 0 || D2 == 0 || D3 == 0) return false;
            // Three dimensions fit 96 bits, the leaves of a row 26 more: nothing overflows.
            var rows = (UInt128)D0 * D1 * D2;
            return rows < LeafLimit && rows * (UInt128)TensorLeaves.PerRow(D3) < LeafLimit;
        }
    }

    /// <summary>d0 · d1 · d2.</summary>
    public long Rows => checked((long)D0 * D1 * D2);

    /// <summary>d3.</summary>
    public long Columns => D3;

    public long Elements => checked(Rows * D3);

    /// <summary>32-bit words of a row of elements of a type (B1).</summary>
    public long WordsPerRow(ElementType type) => type == ElementType.I8 ? Int8Words.PerRow(D3) : D3;

    /// <summary>32-bit words of a tensor of this shape.</summary>
    public long Words(ElementType type) => checked(Rows * WordsPerRow(type));

    public Shape With(int axis, uint dimension) => axis switch
    {
        0 => this with { D0 = dimension },
        1 => this with { D1 = dimension },
        2 => this with { D2 = dimension },
        3 => this with { D3 = dimension },
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>The indices of a row's first element.</summary>
    public ElementIndex RowIndex(long row) => new(row / D2 / D1, row / D2 % D1, row % D2, 0);

    /// <summary>The indices of element number e, counted row by row.</summary>
    public ElementIndex Index(long element) => RowIndex(element / D3) with { I3 = element % D3 };

    public override string ToString() => $"[{D0}, {D1}, {D2}, {D3}]";
}

/// <summary>(i0, i1, i2, i3) of an output element.</summary>
public readonly record struct ElementIndex(long I0, long I1, long I2, long I3)
{
    public long this[int axis] => axis switch
    {
        0 => I0,
        1 => I1,
        2 => I2,
        3 => I3,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>The same place with one index lowered.</summary>
    public ElementIndex Lowered(int axis, long by) => axis switch
    {
        0 => this with { I0 = I0 - by },
        1 => this with { I1 = I1 - by },
        2 => this with { I2 = I2 - by },
        3 => this with { I3 = I3 - by },
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };
}
