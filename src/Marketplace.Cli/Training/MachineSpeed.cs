using System.Diagnostics;
using Marketplace.Backends.Cpu;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Cli.Training;

/// <summary>How fast this machine is, measured in a moment: a matrix product, and the tree over a tensor.</summary>
public sealed record MachineSpeed(double FlopsPerSecond, double HashBytesPerSecond)
{
    private const int Side = 1024;
    private const int Runs = 3;

    public static MachineSpeed Measure()
    {
        using var backend = new CpuBackend();
        var (a, b, c) = (new Tensor(ElementType.F32, Shape.Of(Side, Side)), new Tensor(ElementType.F32, Shape.Of(Side, Side)), new Tensor(ElementType.F32, Shape.Of(Side, Side)));
        var rows = new Operand(0, ElementType.F32, Side, Side, 0, new Strides(0, 0, 1, 0));
        var columns = rows with { Strides = new Strides(0, 0, 0, 1) };
        var product = new Descriptor(OpCode.MatMul, 0, ElementType.F32, 0, c.Shape, [], [rows, columns]);
        using var phase = backend.Prepare([new BoundOperation(product, [a, b], c, IsKept: true)]);
        var seconds = Best(() => phase.Run(0));
        var hashing = Best(() => _ = new TensorTree(a.Words, Side, Side).Root);
        return new MachineSpeed(2.0 * Side * Side * Side / seconds, 4.0 * Side * Side / hashing);
    }

    private static double Best(Action action)
    {
        action();
        var best = double.PositiveInfinity;
        for (var i = 0; i < Runs; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return best;
    }
}
