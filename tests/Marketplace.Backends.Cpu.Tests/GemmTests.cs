using Marketplace.Backends.Cpu.MatMul;
using Marketplace.Numerics;
using Marketplace.Numerics.Tests;
using Marketplace.Operators.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>The product itself, on every path the process has and with one to three threads, against one chain of fused
/// multiply-adds for each element.</summary>
public sealed class GemmTests
{
    public static TheoryData<CpuPath, int> Crews()
    {
        var crews = new TheoryData<CpuPath, int>();
        foreach (var path in CpuPaths.Supported)
            foreach (var threads in (int[])[1, 2, 3]) crews.Add(path, threads);
        return crews;
    }

    [Theory]
    [MemberData(nameof(Crews))]
    public void AnyProduct_IsItsChains(CpuPath path, int threads)
    {
        using var crew = new Crew(path, threads);
        Fuzz.Cases(TestRun.IsRepeated ? 25 : 100, draws =>
        {
            // Now and then one long side, or a depth of several blocks.
            int Side() => draws.Of(1, draws.UpTo(12), draws.UpTo(60), draws.UpTo(300));
            var (m, n, k) = (Side(), Side(), draws.Of(1, draws.UpTo(300), draws.UpTo(300), 505 + draws.Below(1100)));
            if ((long)m * n * k > 2_000_000) (m, n) = (1 + m % 40, 1 + n % 40);
            var product = new GemmProduct(
                m, n, k, draws.Of(0, 0, 1, 7, 64), draws.OneIn(2), draws.OneIn(2), draws.Below(3), draws.Of(Enum.GetValues<GemmValues>()), draws.Below(1 << 20));
            crew.Run(product, alone: draws.OneIn(4));
            product.ShouldBeItsChains();
        });
    }

    /// <summary>Several strips, bands and blocks of terms; sides that divide by nothing, and A on rows a page apart.</summary>
    [Theory]
    [InlineData(513, 700, 1025)]
    [InlineData(1, 4096, 700)]
    [InlineData(2048, 7, 300)]
    [InlineData(64, 1100, 2049)]
    [InlineData(37, 1030, 1024)]
    [InlineData(300, 49, 1537)]
    public void ALargeProduct_IsItsChains_WhereverOneLooks(int m, int n, int k)
    {
        // With instructions taken away, what is left of the others has been seen: their widest path only.
        foreach (var path in TestRun.IsRepeated ? [CpuPaths.Best] : CpuPaths.Supported)
        {
            using var crew = new Crew(path, path == CpuPath.Avx2 ? 2 : 3);
            foreach (var (turnsA, turnsB) in new[] { (false, false), (true, true) })
            {
                var product = new GemmProduct(m, n, k, 3, turnsA, turnsB, 0, GemmValues.Ordinary, 17);
                crew.Run(product, alone: false);
                product.ShouldBeItsChains(elements: 400);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Crews))]
    public void NaNsOfAllKinds_AreOfOneForm_InEveryBlock(CpuPath path, int threads)
    {
        using var crew = new Crew(path, threads);
        // ∞ − ∞, 0 · ∞, an operand that is a NaN of another form: in the first, the middle and the last block of terms.
        foreach (var (k, at) in new[] { (1, 0), (40, 39), (1100, 0), (1100, 600), (1100, 1099) })
        {
            foreach (var (x, y) in new[] { (0x7f800001u, 0x3f800000u), (0xffffffffu, 0u), (0x7f800000u, 0x80000000u), (0xff800000u, 0x7f7fffffu) })
            {
                var product = new GemmProduct(19, 53, k, 5, at % 2 == 0, false, 0, GemmValues.Ordinary, 3);
                if (at > 0) product.SetA(7, at - 1, 0x7f800000);
                product.SetA(7, at, x);
                for (var j = 0; j < 53; j++)
                {
                    if (at > 0) product.SetB(j, at - 1, Law.One);
                    product.SetB(j, at, y);
                }

                crew.Run(product, alone: false);
                product.ShouldBeItsChains();
                // In a chain of one term no infinity stands against the other.
                var end = at == 0 && x == 0xff800000 ? x : Law.NaN;
                product.Row(7).Should().OnlyContain(w => w == end);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Crews))]
    public void NothingToMultiply_WritesPlusZero_AndNothingElse(CpuPath path, int threads)
    {
        using var crew = new Crew(path, threads);
        foreach (var (m, n, k) in new[] { (0, 5, 3), (5, 0, 3), (0, 0, 0), (0, 7, 0), (7, 0, 0), (5, 33, 0), (1, 1, 0) })
        {
            foreach (var alone in new[] { false, true })
            {
                var product = new GemmProduct(m, n, k, 2, false, false, 0, GemmValues.Ordinary, 1);
                crew.Run(product, alone);
                // A chain without terms is +0 (O5); around the output nothing changes.
                product.ShouldBeItsChains();
            }
        }
    }

    /// <summary>Threads and the product that they compute.</summary>
    private sealed unsafe class Crew : IDisposable
    {
        private readonly Workers _workers;
        private readonly Gemm _gemm;

        public Crew(CpuPath path, int threads)
        {
            _workers = new Workers(threads);
            _gemm = new Gemm(path, _workers);
        }

        public void Run(GemmProduct product, bool alone) => product.Pinned((a, b, c) =>
        {
            if (alone) _gemm.RunAlone(_workers.Count - 1, product.M, product.N, product.K, a, b, (float*)c, product.Ldc);
            else _gemm.Run(product.M, product.N, product.K, a, b, (float*)c, product.Ldc);
        });

        public void Dispose()
        {
            _workers.Dispose();
            _gemm.Dispose();
        }
    }
}
