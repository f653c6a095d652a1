using System.Runtime.InteropServices;

namespace Marketplace.Bench.MatMul;

/// <summary>OpenBLAS with its own threads, by the C interface of BLAS.</summary>
internal static unsafe class OpenBlas
{
    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112;

    private static readonly PeerLibrary s_library = new(
        "OpenBLAS", "openblas-pthread/libopenblas.so.0", "libopenblas.so.0");

    public static string Name => "OpenBLAS";

    /// <summary>The instruction set that the library has chosen.</summary>
    public static string Core =>
        Marshal.PtrToStringAnsi(((delegate* unmanaged<nint>)s_library.Function("openblas_get_corename"))()) ?? "";

    public static void SetThreads(int threads) => ((delegate* unmanaged<int, void>)s_library.Function("openblas_set_num_threads"))(threads);

    /// <summary>c = op(a) · op(b), all row-major and tight.</summary>
    public static void Multiply(Product p, float* a, float* b, float* c)
    {
        var sgemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            s_library.Function("cblas_sgemm");
        sgemm(
            RowMajor, p.TransposesA ? Transpose : NoTranspose, p.TransposesB ? Transpose : NoTranspose,
            p.M, p.N, p.K, 1, a, p.TransposesA ? p.M : p.K, b, p.TransposesB ? p.K : p.N, 0, c, p.N);
    }
}
