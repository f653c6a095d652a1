using Marketplace.Operators;
using Marketplace.Operators.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>The conformance suite on one path and with so many threads. Where the process lacks the path, the widest one
/// that it has stands in for it.</summary>
public abstract class CpuConformance(CpuPath path, int threads) : BackendConformance, IDisposable
{
    private readonly CpuBackend _backend = new(path <= CpuPaths.Best ? path : CpuPaths.Best, threads);

    protected override IBackend Backend => _backend;

    public void Dispose() => _backend.Dispose();
}

public sealed class ScalarConformance() : CpuConformance(CpuPath.Scalar, 1);

public sealed class Vector128Conformance() : CpuConformance(CpuPath.Vector128, 2);

public sealed class Avx2Conformance() : CpuConformance(CpuPath.Avx2, 3);

public sealed class Avx512Conformance() : CpuConformance(CpuPath.Avx512, 2);
