using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Bench;

/// <summary>The fused multiply-adds a second that the cores can do right now: clocks float with heat and neighbours,
/// and a figure is worth something only beside the peak of its minute.</summary>
public static class Peak
{
    private const int Rounds = 200_000;
    private const int Attempts = 5;

    // Chains that hide the latency on every machine and fit its registers: 32 of 512 bits, 16 of 256.
    private const int Chains512 = 24;
    private const int Chains256 = 12;

    public static int WidestBits => Avx512F.IsSupported ? 512 : 256;

    /// <summary>GFLOP/s of float32, a fused multiply-add counted as two.</summary>
    /// <param name="threads">As many cores.</param>
    /// <param name="bits">Of the vectors, 512 or 256; what is wider than the machine is measured at 256.</param>
    public static double Measure(int threads, int bits)
    {
        if (!Fma.IsSupported) return 0;
        var wide = bits == 512 && Avx512F.IsSupported;
        var flops = 2.0 * Rounds * threads * (wide ? 16 * Chains512 : 8 * Chains256);
        var best = double.PositiveInfinity;
        for (var attempt = 0; attempt < Attempts; attempt++) best = Math.Min(best, Seconds(threads, wide));
        return flops / best * 1e-9;
    }

    private static double Seconds(int threads, bool wide)
    {
        if (threads == 1)
        {
            var start = Clock.Thread;
            Run(wide);
            return Clock.Thread - start;
        }

        using var ready = new Barrier(threads);
        var times = new (double Start, double End)[threads];
        var workers = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            ready.SignalAndWait();
            var start = Clock.Wall;
            Run(wide);
            times[i] = (start, Clock.Wall);
        })).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        return times.Max(t => t.End) - times.Min(t => t.Start);
    }

    private static void Run(bool wide)
    {
        if (wide) Fma512();
        else Fma256();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector512<float> Fma512()
    {
        var (x, y) = (Vector512.Create(0.999f), Vector512.Create(0.001f));
        Vector512<float> c0 = x, c1 = x, c2 = x, c3 = x, c4 = x, c5 = x;
        Vector512<float> c6 = x, c7 = x, c8 = x, c9 = x, c10 = x, c11 = x;
        Vector512<float> c12 = x, c13 = x, c14 = x, c15 = x, c16 = x, c17 = x;
        Vector512<float> c18 = x, c19 = x, c20 = x, c21 = x, c22 = x, c23 = x;
        for (var round = 0; round < Rounds; round++)
        {
            c0 = Avx512F.FusedMultiplyAdd(c0, x, y); c1 = Avx512F.FusedMultiplyAdd(c1, x, y);
            c2 = Avx512F.FusedMultiplyAdd(c2, x, y); c3 = Avx512F.FusedMultiplyAdd(c3, x, y);
            c4 = Avx512F.FusedMultiplyAdd(c4, x, y); c5 = Avx512F.FusedMultiplyAdd(c5, x, y);
            c6 = Avx512F.FusedMultiplyAdd(c6, x, y); c7 = Avx512F.FusedMultiplyAdd(c7, x, y);
            c8 = Avx512F.FusedMultiplyAdd(c8, x, y); c9 = Avx512F.FusedMultiplyAdd(c9, x, y);
            c10 = Avx512F.FusedMultiplyAdd(c10, x, y); c11 = Avx512F.FusedMultiplyAdd(c11, x, y);
            c12 = Avx512F.FusedMultiplyAdd(c12, x, y); c13 = Avx512F.FusedMultiplyAdd(c13, x, y);
            c14 = Avx512F.FusedMultiplyAdd(c14, x, y); c15 = Avx512F.FusedMultiplyAdd(c15, x, y);
            c16 = Avx512F.FusedMultiplyAdd(c16, x, y); c17 = Avx512F.FusedMultiplyAdd(c17, x, y);
            c18 = Avx512F.FusedMultiplyAdd(c18, x, y); c19 = Avx512F.FusedMultiplyAdd(c19, x, y);
            c20 = Avx512F.FusedMultiplyAdd(c20, x, y); c21 = Avx512F.FusedMultiplyAdd(c21, x, y);
            c22 = Avx512F.FusedMultiplyAdd(c22, x, y); c23 = Avx512F.FusedMultiplyAdd(c23, x, y);
        }

        return c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11
            + c12 + c13 + c14 + c15 + c16 + c17 + c18 + c19 + c20 + c21 + c22 + c23;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector256<float> Fma256()
    {
        var (x, y) = (Vector256.Create(0.999f), Vector256.Create(0.001f));
        Vector256<float> c0 = x, c1 = x, c2 = x, c3 = x, c4 = x, c5 = x;
        Vector256<float> c6 = x, c7 = x, c8 = x, c9 = x, c10 = x, c11 = x;
        for (var round = 0; round < Rounds; round++)
        {
            c0 = Fma.MultiplyAdd(c0, x, y); c1 = Fma.MultiplyAdd(c1, x, y);
            c2 = Fma.MultiplyAdd(c2, x, y); c3 = Fma.MultiplyAdd(c3, x, y);
            c4 = Fma.MultiplyAdd(c4, x, y); c5 = Fma.MultiplyAdd(c5, x, y);
            c6 = Fma.MultiplyAdd(c6, x, y); c7 = Fma.MultiplyAdd(c7, x, y);
            c8 = Fma.MultiplyAdd(c8, x, y); c9 = Fma.MultiplyAdd(c9, x, y);
            c10 = Fma.MultiplyAdd(c10, x, y); c11 = Fma.MultiplyAdd(c11, x, y);
        }

        return c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11;
    }
}
