using Marketplace.Backends.Cpu.MatMul;

namespace Marketplace.Backends.Cpu.Int8;

/// <summary>C[i, j] = Σ A[i, k] · B[j, k] of int8, exact in int32 (F8): sums of integers have no order, so any may be
/// taken.</summary>
/// <remarks>Operands are counted in 32-bit words of four elements each; a row's last word is filled up with zeros, which
/// add nothing.</remarks>
internal sealed unsafe class Int8Gemm : IDisposable
{
    private readonly Workers _workers;
    private readonly VnniProduct? _together;
    private readonly VnniProduct[] _alone = [];
    private readonly Int8Buffers[] _buffers = [];
    private readonly PlainInt8Product _plain;
    private readonly CpuPath _path;

    public Int8Gemm(CpuPath path, Workers workers)
    {
        (_path, _workers, _plain) = (path, workers, new PlainInt8Product(path));
        if (path != CpuPath.Avx512 || VnniTiles.Here is not { } tiles) return;
        _buffers = [.. Enumerable.Range(0, workers.Count).Select(_ => new Int8Buffers())];
        _together = new VnniProduct(tiles, _buffers);
        _alone = [.. _buffers.Select(buffers => new VnniProduct(tiles, [buffers]))];
    }

    /// <summary>C by all threads.</summary>
    /// <param name="words">Of a row of A or B, at least one; they lie side by side.</param>
    /// <param name="ldc">From one row of C to the next.</param>
    public void Run(int m, int n, int words, Side a, Side b, int* c, nint ldc)
    {
        if (_together is not null)
        {
            _together.Set(m, n, words, a, b, c, ldc);
            _workers.Run(_together);
            return;
        }

        _plain.Set(m, n, words, a, b, c, ldc);
        _workers.Run(_plain);
    }

    /// <summary>C by the calling thread alone, which is the crew's number <paramref name="thread"/>.</summary>
    public void RunAlone(int thread, int m, int n, int words, Side a, Side b, int* c, nint ldc)
    {
        if (_together is not null)
        {
            _alone[thread].Set(m, n, words, a, b, c, ldc);
            _alone[thread].Share(0);
            return;
        }

        PlainInt8Product.Rows(_path, 0, m, n, words, a, b, c, ldc);
    }

    public void Dispose()
    {
        foreach (var buffers in _buffers) buffers.Dispose();
    }
}

/// <summary>What one thread packs into.</summary>
internal sealed unsafe class Int8Buffers : IDisposable
{
    public PageMemory Strip { get; } = new();

    public PageMemory Starts { get; } = new();

    /// <summary>A tile whose columns are not all inside the output.</summary>
    public PageMemory Corner { get; } = new();

    /// <summary>All of A; the first thread's serves all.</summary>
    public PageMemory A { get; } = new();

    public Int8Buffers() => Corner.Reserve(VnniTiles.Rows * VnniTiles.Vectors * VnniTiles.Lanes);

    public void Dispose()
    {
        Strip.Dispose();
        Starts.Dispose();
        Corner.Dispose();
        A.Dispose();
    }
}
