using Marketplace.Backends.Cpu.Int8;
using Marketplace.Backends.Cpu.MatMul;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Backends.Cpu;

/// <summary>The operators on this machine's cores, to the law's bits on every path and with any number of
/// threads.</summary>
/// <remarks>One caller at a time.</remarks>
public sealed class CpuBackend : IBackend, IDisposable
{
    private readonly Workers _workers;
    private readonly Gemm _gemm;
    private readonly Int8Gemm _int8;

    /// <param name="path">One of <see cref="CpuPaths.Supported"/>; by default the widest.</param>
    /// <param name="threads">1 to 256; by default one for each core.</param>
    /// <exception cref="PlatformNotSupportedException">The machine has no such path.</exception>
    public CpuBackend(CpuPath? path = null, int? threads = null)
    {
        Path = path ?? CpuPaths.Best;
        if (Path > CpuPaths.Best) throw new PlatformNotSupportedException($"This machine has no {Path}; its widest path is {CpuPaths.Best}.");
        _workers = new Workers(threads ?? Math.Min(256, Environment.ProcessorCount));
        _gemm = new Gemm(Path, _workers);
        _int8 = new Int8Gemm(Path, _workers);
    }

    public CpuPath Path { get; }

    public int Threads => _workers.Count;

    public void Run(OperationSite site, Descriptor op, IReadOnlyList<Tensor> operands, Tensor output)
    {
        // Often the output is new: a trace keeps every one.
        PageMemory.PreferLargePages(output.Words);
        using var phase = Prepare([new BoundOperation(op, [.. operands], output, IsKept: true)]);
        phase.Run(site.Step);
    }

    public IPreparedPhase Prepare(IReadOnlyList<BoundOperation> operations)
    {
        foreach (var (op, operands, output, _) in operations)
        {
            Invariant.That(operands.Length == op.Operands.Length, "an operation gets its operands");
            Invariant.That(output.Type == op.Type, "the output has the descriptor's type");
            Invariant.That(output.Shape == op.Shape, "the output has the descriptor's shape");
        }

        return new CpuPhase(operations, _gemm, _int8, _workers, Path);
    }

    public void Dispose()
    {
        _workers.Dispose();
        _gemm.Dispose();
        _int8.Dispose();
    }
}
