using Marketplace.Backends.Cpu;
using Marketplace.Bench.Functions;
using Marketplace.Bench.Peers;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Bench;

/// <summary>Fused programs of elementwise functions and reductions: in the cache beside PyTorch's operators, from memory
/// beside a copy.</summary>
/// <param name="cacheElements">float32 of a tensor that stays in the second cache.</param>
/// <param name="memoryElements">float32 of a tensor that lies in memory.</param>
public sealed class FunctionsBench(int cacheElements = 1 << 16, int memoryElements = 1 << 25) : IBench
{
    private const int SampleElements = 4096;

    public string Name => "functions";

    public IEnumerable<BenchCase> Cases(int threads)
    {
        using var byDefault = new TorchByDefault();
        foreach (var count in new[] { 1, threads }.Distinct())
        {
            using var backend = new CpuBackend(threads: count);
            using var copy = new MemoryCopy(memoryElements, count);
            foreach (var function in FusedFunction.All)
            {
                Check(function, backend);
                using (var phase = Prepared(function, backend, cacheElements))
                    yield return InCache(function, backend, phase, byDefault);
                using (var phase = Prepared(function, backend, memoryElements))
                    yield return FromMemory(function, backend, phase, copy);
            }
        }
    }

    private static IPreparedPhase Prepared(FusedFunction function, CpuBackend backend, int elements) =>
        backend.Prepare(function.Program(elements).Operations);

    private BenchCase InCache(
        FusedFunction function, CpuBackend backend, IPreparedPhase phase, TorchByDefault byDefault)
    {
        var work = cacheElements * 1e-9;
        return Case(function.Name, function, backend, cacheElements) with
        {
            Unit = "Gelem/s",
            Work = work,
            Ours = () => phase.Run(0),
            Against = new Comparison.Rival(
                Torch.Name, Torch.Operator(function.Name, cacheElements, backend.Threads), Torch.Times * work),
            PeerDefault = work / byDefault.Seconds(function.Name, cacheElements, backend.Threads),
        };
    }

    private BenchCase FromMemory(FusedFunction function, CpuBackend backend, IPreparedPhase phase, MemoryCopy copy)
    {
        var bytes = (long)memoryElements * function.BytesPerElement;
        return Case(function.Name + "-memory", function, backend, memoryElements) with
        {
            Unit = "GB/s",
            Work = bytes * 1e-9,
            Ours = () => phase.Run(0),
            Against = new Comparison.Bound("copy", copy.Best(bytes)),
        };
    }

    private BenchCase Case(string name, FusedFunction function, CpuBackend backend, int elements) => new()
    {
        Bench = Name,
        Name = backend.Threads == 1 ? name : $"{name}-{backend.Threads}",
        Shape = function.Columns == 1 ? $"{elements}" : $"{elements / function.Columns} x {function.Columns}",
        Threads = backend.Threads,
        Unit = "",
        Work = 0,
        Ours = () => { },
        Notes = new Dictionary<string, string> { ["path"] = backend.Path.ToString() },
    };

    /// <summary>What is timed has the law's bits.</summary>
    private static void Check(FusedFunction function, CpuBackend backend)
    {
        var ours = function.Program(SampleElements);
        var law = ours.Copy();
        using (var phase = backend.Prepare(ours.Operations)) phase.Run(0);
        using (var phase = ((IBackend)new LawBackend()).Prepare(law.Operations)) phase.Run(0);
        foreach (var (words, expected) in ours.Kept.Zip(law.Kept))
            Invariant.That(words.AsSpan().SequenceEqual(expected), $"{function.Name} has the law's bits");
    }
}
