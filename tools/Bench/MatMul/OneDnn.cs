namespace Marketplace.Bench.MatMul;

/// <summary>oneDNN with OpenMP's threads, by its BLAS-like function.</summary>
internal static unsafe class OneDnn
{
    private static readonly PeerLibrary s_library = new("oneDNN", "libdnnl.so.3", "libdnnl.so.2");
    private static readonly PeerLibrary s_threads = new("oneDNN's OpenMP", "libgomp.so.1");

    public static string Name => "oneDNN";

    public static void SetThreads(int threads) => ((delegate* unmanaged<int, void>)s_threads.Function("omp_set_num_threads"))(threads);

    /// <summary>c = op(a) · op(b), all row-major and tight.</summary>
    public static void Multiply(Product p, float* a, float* b, float* c)
    {
        var sgemm = (delegate* unmanaged<byte, byte, long, long, long, float, float*, long, float*, long, float, float*, long, int>)
            s_library.Function("dnnl_sgemm");
        var status = sgemm(
            (byte)(p.TransposesA ? 'T' : 'N'), (byte)(p.TransposesB ? 'T' : 'N'), p.M, p.N, p.K, 1,
            a, p.TransposesA ? p.M : p.K, b, p.TransposesB ? p.K : p.N, 0, c, p.N);
        if (status != 0) throw new InvalidOperationException($"dnnl_sgemm failed with status {status}.");
    }
}
