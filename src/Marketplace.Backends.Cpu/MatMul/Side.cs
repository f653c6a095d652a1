namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Where the elements of a matrix lie: element (i, k) at Start[i · Row + k · Term]. Any orientation is one of
/// these, and none is ever copied into another.</summary>
/// <param name="Row">From one row (of A: of the output; of B: column of the output) to the next.</param>
/// <param name="Term">From one term of the chain to the next.</param>
public readonly unsafe struct Side(float* start, nint row, nint term)
{
    public float* Start { get; } = start;

    public nint Row { get; } = row;

    public nint Term { get; } = term;

    /// <summary>The same matrix from row i and term k on.</summary>
    internal Side From(nint i, nint k) => new(Start + i * Row + k * Term, Row, Term);
}
