namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>C[i, j] = Σ A[i, k] · B[j, k] in float32, every element one chain of fused multiply-adds from +0, k
/// ascending, NaNs canonical: the law's bits whatever the width, the blocking and the number of threads (O2).</summary>
public sealed unsafe class Gemm : IDisposable
{
    private readonly Workers _workers;
    private readonly Product _together;
    private readonly Product[] _alone;
    private readonly Buffers[] _buffers;

    public Gemm(CpuPath path, Workers workers)
    {
        var tiles = Tiles.For(path);
        _workers = workers;
        _buffers = [.. Enumerable.Range(0, workers.Count).Select(_ => new Buffers())];
        _together = new Product(tiles, _buffers);
        _alone = [.. _buffers.Select(buffers => new Product(tiles, [buffers]))];
    }

    /// <summary>C by all threads.</summary>
    /// <param name="m">Rows of C, 0 or more; as <paramref name="n"/>, its columns, and <paramref name="k"/>, the
    /// terms.</param>
    /// <param name="ldc">From one row of C to the next; a row's columns lie side by side.</param>
    public void Run(int m, int n, int k, Side a, Side b, float* c, nint ldc)
    {
        _together.Set(m, n, k, a, b, c, ldc);
        _workers.Run(_together);
    }

    /// <summary>C by the calling thread alone, which is the crew's number <paramref name="thread"/>.</summary>
    public void RunAlone(int thread, int m, int n, int k, Side a, Side b, float* c, nint ldc)
    {
        _alone[thread].Set(m, n, k, a, b, c, ldc);
        _alone[thread].Share(0);
    }

    public void Dispose()
    {
        foreach (var buffers in _buffers) buffers.Dispose();
    }
}

/// <summary>What one thread packs into.</summary>
internal sealed unsafe class Buffers : IDisposable
{
    private readonly PageMemory _strip = new();
    private readonly PageMemory _bands = new();
    private readonly PageMemory _corner = new();

    public Buffers()
    {
        _strip.Reserve(Product.LargestStrip);
        _corner.Reserve(8 * 48);
    }

    /// <summary>The panels of B of one strip and block.</summary>
    public float* Strip => _strip.Floats;

    /// <summary>A tile whose columns are not all inside the output.</summary>
    public float* Corner => _corner.Floats;

    /// <summary>All of A, where it is packed; the first thread's serves all.</summary>
    public float* Bands(nint floats)
    {
        _bands.Reserve(floats);
        return _bands.Floats;
    }

    public void Dispose()
    {
        _strip.Dispose();
        _bands.Dispose();
        _corner.Dispose();
    }
}
