using System.Runtime.InteropServices;
using Marketplace.Backends.Cpu;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Bench.MatMul;

/// <summary>The float32 matrix product beside the faster of OpenBLAS and oneDNN, and beside the machine's peak.</summary>
public sealed class MatMulBench : IBench
{
    private const int SpotChecks = 400;

    private static readonly Dictionary<(CpuPath, int), CpuBackend> s_backends = [];

    // The rivals' pools spin for a while after their work and would take the cores from whoever comes next. OpenBLAS counts
    // 2^28 ticks of the processor's clock: 103 ms at 2.6 GHz.
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(140);

    public string Name => "matmul";

    public IEnumerable<BenchCase> Cases(int threads)
    {
        foreach (var count in threads == 1 ? new[] { 1 } : [1, threads])
        {
            foreach (var (name, product) in Product.All()) yield return Beside(name, product, count);
            yield return Fraction("peak-1024", new Product(1024, 1024, 1024), count, CpuPaths.Best, CpuPaths.Best == CpuPath.Avx512 ? 512 : 256);
            if (CpuPaths.Best < CpuPath.Avx2) continue;
            foreach (var size in new[] { 512, 1024, 2048 })
            {
                yield return Fraction($"avx2-{size}", new Product(size, size, size), count, CpuPath.Avx2, 256);
                yield return Int8($"i8-{size}", size, count);
            }
        }
    }

    private BenchCase Beside(string name, Product product, int threads)
    {
        var ours = new Ours(product, CpuPaths.Best, threads);
        // The bits do not depend on the number of threads: seen once for each case, on more threads than there are cores too.
        if (threads == 1) foreach (var others in new[] { 2, 3 }) ours.On(others).Check();
        OpenBlas.SetThreads(threads);
        OneDnn.SetThreads(threads);
        return Case(name, product, threads, ours) with
        {
            Settle = threads > 1 ? s_settle : TimeSpan.Zero,
            Against = new Comparison.Rivals(
                new Comparison.Rival(OpenBlas.Name, ours.ByOpenBlas),
                new Comparison.Rival(OneDnn.Name, ours.ByOneDnn)),
            Notes = new Dictionary<string, string> { ["openBlasCore"] = OpenBlas.Core },
        };
    }

    private BenchCase Int8(string name, int size, int threads)
    {
        var product = new Product(size, size, size, TransposesB: true);
        var float32 = new Ours(product, CpuPaths.Best, threads);
        var int8 = new Int8Ours(size, Backend(CpuPaths.Best, threads));
        int8.Check();
        return Case(name, product, threads, float32) with
        {
            Unit = "GOP/s",
            Ours = int8.Run,
            Against = new Comparison.Bound("our float32 product", float32.Run),
        };
    }

    private static CpuBackend Backend(CpuPath path, int threads)
    {
        if (!s_backends.TryGetValue((path, threads), out var backend))
            s_backends.Add((path, threads), backend = new CpuBackend(path, threads));
        return backend;
    }

    private BenchCase Fraction(string name, Product product, int threads, CpuPath path, int bits) =>
        Case(name, product, threads, new Ours(product, path, threads)) with { Against = new Comparison.FmaPeak(), PeakBits = bits };

    private BenchCase Case(string name, Product product, int threads, Ours ours)
    {
        ours.Check();
        return new BenchCase
        {
            Bench = Name,
            Name = name,
            Shape = product.Shape,
            Threads = threads,
            Unit = "GFLOP/s",
            Work = product.Flops * 1e-9,
            Ours = ours.Run,
        };
    }

    /// <summary>The product by our backend, and the same memory for its rivals.</summary>
    private sealed unsafe class Ours
    {
        private readonly Product _product;
        private readonly Tensor _a, _b, _c;
        private readonly float[] _other;
        private readonly CpuPath _path;
        private readonly IPreparedPhase _phase;

        public Ours(Product product, CpuPath path, int threads)
            : this(product, Filled(product.ShapeOfA, 1), Filled(product.ShapeOfB, 2), path, threads)
        {
        }

        private Ours(Product product, Tensor a, Tensor b, CpuPath path, int threads)
        {
            (_product, _a, _b, _path) = (product, a, b, path);
            _c = new Tensor(ElementType.F32, Shape.Of(product.M, product.N));
            _other = new float[product.M * product.N];
            _phase = Backend(path, threads).Prepare(product.Operations(_a, _b, _c));
        }

        /// <summary>The same product on another number of threads.</summary>
        public Ours On(int threads) => new(_product, _a, _b, _path, threads);

        public void Run() => _phase.Run(0);

        public void ByOpenBlas()
        {
            fixed (uint* a = _a.Words, b = _b.Words)
            fixed (float* c = _other) OpenBlas.Multiply(_product, (float*)a, (float*)b, c);
        }

        public void ByOneDnn()
        {
            fixed (uint* a = _a.Words, b = _b.Words)
            fixed (float* c = _other) OneDnn.Multiply(_product, (float*)a, (float*)b, c);
        }

        /// <summary>Spot-checked elements, edges first, against their chains.</summary>
        public void Check()
        {
            Run();
            var a = Floats(_a);
            var b = Floats(_b);
            var random = new Random(3);
            for (var spot = 0; spot < SpotChecks; spot++)
            {
                var i = spot < 100 ? _product.M - 1 - spot % Math.Min(_product.M, 9) : random.Next(_product.M);
                var j = spot is >= 50 and < 150 ? _product.N - 1 - spot % Math.Min(_product.N, 49) : random.Next(_product.N);
                var acc = 0f;
                for (var k = 0; k < _product.K; k++)
                {
                    var x = a[_product.TransposesA ? k * _product.M + i : i * _product.K + k];
                    var y = b[_product.TransposesB ? j * _product.K + k : k * _product.N + j];
                    acc = MathF.FusedMultiplyAdd(x, y, acc);
                }

                var word = _c.Words[i * _product.N + j];
                if (word != BitConverter.SingleToUInt32Bits(acc))
                    throw new InvalidOperationException($"{_product.Shape}: element ({i}, {j}) is {word:x8}, by the law {BitConverter.SingleToUInt32Bits(acc):x8}.");
            }
        }

        private static ReadOnlySpan<float> Floats(Tensor tensor) => MemoryMarshal.Cast<uint, float>(tensor.Words);

        private static Tensor Filled(Shape shape, ulong seed)
        {
            var tensor = new Tensor(ElementType.F32, shape);
            for (var e = 0; e < tensor.Words.Length; e++)
                tensor.Words[e] = BitConverter.SingleToUInt32Bits((int)Philox.Word(seed, (uint)e, 0, 0) * (1f / (1u << 31)));
            return tensor;
        }
    }
}
