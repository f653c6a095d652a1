namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>The register tiles of one width: c (m rows of n columns, stride ldc) = or += a · b over kc terms, each
/// element one chain of fused multiply-adds, terms ascending.</summary>
/// <remarks>
/// A tile reads a[i · row + k · term] where it lies, and b packed: n columns of a term side by side, terms one after
/// the other. While it works it fetches the m rows at <c>next</c>. It returns 0 if no element is a NaN.
/// </remarks>
internal sealed unsafe class Tiles
{
    private readonly delegate*<float*, nint, nint, float*, float*, nint, nint, float*, int, int>[] _tiles;

    private Tiles(int lanes, int rows, delegate*<float*, nint, nint, float*, float*, nint, nint, float*, int, int>[] tiles)
    {
        (Lanes, Rows, _tiles) = (lanes, rows, tiles);
        Vectors = tiles.Length / rows;
    }

    /// <summary>Floats in a vector.</summary>
    public int Lanes { get; }

    /// <summary>The most rows of a tile.</summary>
    public int Rows { get; }

    /// <summary>The most vectors in a row of a tile.</summary>
    public int Vectors { get; }

    /// <summary>The widest tile's columns.</summary>
    public int Columns => Vectors * Lanes;

    /// <summary>The tile of 1 to <see cref="Rows"/> rows and 1 to <see cref="Vectors"/> vectors.</summary>
    public delegate*<float*, nint, nint, float*, float*, nint, nint, float*, int, int> Of(int rows, int vectors) =>
        _tiles[(vectors - 1) * Rows + rows - 1];

    public static Tiles For(CpuPath path) => path switch
    {
        CpuPath.Avx512 => Wide512,
        CpuPath.Avx2 => Wide256,
        CpuPath.Vector128 => Wide128,
        _ => Single,
    };

    private static readonly Tiles Wide512 = new(16, 8,
    [
        &Tiles512.T1x1, &Tiles512.T2x1, &Tiles512.T3x1, &Tiles512.T4x1, &Tiles512.T5x1, &Tiles512.T6x1, &Tiles512.T7x1, &Tiles512.T8x1,
        &Tiles512.T1x2, &Tiles512.T2x2, &Tiles512.T3x2, &Tiles512.T4x2, &Tiles512.T5x2, &Tiles512.T6x2, &Tiles512.T7x2, &Tiles512.T8x2,
        &Tiles512.T1x3, &Tiles512.T2x3, &Tiles512.T3x3, &Tiles512.T4x3, &Tiles512.T5x3, &Tiles512.T6x3, &Tiles512.T7x3, &Tiles512.T8x3,
    ]);

    private static readonly Tiles Wide256 = new(8, 6,
    [
        &Tiles256.T1x1, &Tiles256.T2x1, &Tiles256.T3x1, &Tiles256.T4x1, &Tiles256.T5x1, &Tiles256.T6x1,
        &Tiles256.T1x2, &Tiles256.T2x2, &Tiles256.T3x2, &Tiles256.T4x2, &Tiles256.T5x2, &Tiles256.T6x2,
    ]);

    private static readonly Tiles Wide128 = new(4, 4,
    [
        &Tiles128.T1x1, &Tiles128.T2x1, &Tiles128.T3x1, &Tiles128.T4x1,
        &Tiles128.T1x2, &Tiles128.T2x2, &Tiles128.T3x2, &Tiles128.T4x2,
    ]);

    private static readonly Tiles Single = new(1, 4,
    [
        &Tiles1.T1x1, &Tiles1.T2x1, &Tiles1.T3x1, &Tiles1.T4x1,
        &Tiles1.T1x2, &Tiles1.T2x2, &Tiles1.T3x2, &Tiles1.T4x2,
    ]);
}
