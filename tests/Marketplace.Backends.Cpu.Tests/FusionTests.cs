using Marketplace.Backends.Cpu.Fusion;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Operators.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>Maps that their only reader computes as it goes.</summary>
public sealed class FusionTests
{
    private static readonly uint[] s_half = [BitConverter.SingleToUInt32Bits(0.5f)];

    [Fact]
    public void AChainOfMaps_BeforeLanes_IsOneStep_WithoutMemoryBetween()
    {
        var (x, scaled, square, lanes) = (Input(3, 70), Empty(3, 70), Empty(3, 70), Empty(3, 32));
        var steps = Steps(
            Map(MapCode.Scale, scaled, s_half, x), Map(MapCode.Mul, square, [], scaled, x), Sum(lanes, square));
        steps.Should().ContainSingle().Which.Readings.Should().ContainSingle().Which.Tensor.Should().BeSameAs(x);
    }

    [Fact]
    public void AMapThatTwoRead_StaysAStep()
    {
        var (x, scaled, square) = (Input(3, 70), Empty(3, 70), Empty(3, 70));
        Steps(Map(MapCode.Scale, scaled, s_half, x), Map(MapCode.Mul, square, [], scaled, scaled)).Should().HaveCount(2);
    }

    [Fact]
    public void AMapWhoseOperandIsOverwrittenBetween_StaysAStep()
    {
        var (x, scaled, output) = (Input(3, 70), Empty(3, 70), Empty(3, 70));
        Steps(
            Map(MapCode.Scale, scaled, s_half, x), Map(MapCode.Relu, x, [], x) with { IsKept = true }, Map(MapCode.Add, output, [], scaled, x))
            .Should().HaveCount(3);
    }

    [Fact]
    public void AMapThatIsKept_StaysAStep()
    {
        var (x, scaled, output) = (Input(3, 70), Empty(3, 70), Empty(3, 70));
        var kept = Map(MapCode.Scale, scaled, s_half, x) with { IsKept = true };
        Steps(kept, Map(MapCode.Relu, output, [], scaled)).Should().HaveCount(2);
    }

    /// <summary>NaNs of every kind, infinities and both zeros go through registers and come out canonical (F4).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(33)]
    [InlineData(200)]
    public void FusedSteps_HaveTheLawsBits_OnEveryPath(int columns)
    {
        foreach (var path in CpuPaths.Supported)
        {
            var (ours, expected) = (Program(7, columns), Program(7, columns));
            using var backend = new CpuBackend(path, 2);
            Run(backend, ours);
            Run(new LawBackend(), expected);
            for (var o = 0; o < ours.Count; o++)
            {
                if (ours[o].IsKept) ours[o].Output.Words.Should().Equal(expected[o].Output.Words, $"{path}, operation {o}");
            }
        }
    }

    [Fact]
    public void TensorsThatLieInMemory_HaveTheLawsBits()
    {
        var (ours, expected) = (Program(4200, 1030), Program(4200, 1030));
        using var backend = new CpuBackend(threads: 2);
        Run(backend, ours);
        Run(new LawBackend(), expected);
        for (var o = 0; o < ours.Count; o++)
        {
            if (ours[o].IsKept) ours[o].Output.Words.AsSpan().SequenceEqual(expected[o].Output.Words).Should().BeTrue($"operation {o}");
        }
    }

    /// <summary>x is centred by a number of its row, in place; its squares are summed.</summary>
    private static List<BoundOperation> Program(int rows, int columns)
    {
        var (x, m, s) = (Input(rows, columns), Input(rows, 1), Input(1, 1));
        var (scaled, square, lanes) = (Empty(rows, columns), Empty(rows, columns), Empty(rows, 32));
        return
        [
            Map(MapCode.SquareDifference, square, [], x, m),
            Sum(lanes, square) with { IsKept = true },
            Map(MapCode.Scale, scaled, s_half, x),
            Map(MapCode.Sub, x, [], scaled, m) with { IsKept = true },
            Map(MapCode.Div, scaled, [], x, s),
            Map(MapCode.Fma, square, [], scaled, m, x) with { IsKept = true },
        ];
    }

    private static List<Step> Steps(params BoundOperation[] operations)
    {
        operations[^1] = operations[^1] with { IsKept = true };
        var all = PhasePlanner.Resolve(operations);
        return ExpressionPlanner.Of(all, t => !operations.Any(o => o.IsKept && ReferenceEquals(o.Output, t)));
    }

    private static void Run(IBackend backend, List<BoundOperation> operations)
    {
        using var phase = backend.Prepare(operations);
        for (uint step = 0; step < 2; step++) phase.Run(step);
    }

    private static Tensor Input(int rows, int columns) => Given.Floats((ulong)columns, rows, columns);

    private static Tensor Empty(int rows, int columns) => new(ElementType.F32, Shape.Of(rows, columns));

    private static BoundOperation Map(byte code, Tensor output, uint[] immediates, params Tensor[] operands) =>
        Bound(OpCode.Map, code, output, immediates, [.. operands.Select(o => (o, Broadcast(o.Shape, output.Shape)))]);

    private static BoundOperation Sum(Tensor lanes, Tensor x) => Bound(OpCode.SumLanes, 0, lanes, [], (x, new(0, 0, 1, 0)));

    private static Strides Broadcast(Shape from, Shape to) => new(
        0, 0, from.D2 == to.D2 ? from.D3 : 0, from.D3 == to.D3 ? 1 : 0);

    private static BoundOperation Bound(
        OpCode opCode, byte function, Tensor output, uint[] attributes, params (Tensor Tensor, Strides Strides)[] operands)
    {
        var reads = operands.Select(
            o => new Operand(0, ElementType.F32, o.Tensor.Rows, o.Tensor.Columns, 0, o.Strides));
        var op = new Descriptor(opCode, function, ElementType.F32, 0, output.Shape, [.. attributes], [.. reads]);
        return new BoundOperation(op, [.. operands.Select(o => o.Tensor)], output, IsKept: false);
    }
}
