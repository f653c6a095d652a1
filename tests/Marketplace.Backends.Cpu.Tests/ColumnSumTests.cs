using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Operators.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>Sums of columns, which the backend takes without the transposed copy that the law makes.</summary>
public sealed class ColumnSumTests
{
    public static TheoryData<int, int, int, int> Shapes() => new()
    {
        { 1, 1, 2, 2 }, { 1, 1, 33, 7 }, { 1, 1, 1, 5 }, { 1, 1, 31, 128 }, { 1, 1, 700, 129 }, { 2, 3, 40, 17 }, { 1, 1, 4096, 300 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ColumnSums_HaveTheLawsBits(int d0, int d1, int rows, int columns)
    {
        foreach (var values in (Tensor[])[Given.OrdinaryFloats(1, d0, d1, rows, columns), Given.Floats(2, d0, d1, rows, columns)])
        {
            var expected = Run(new LawBackend(), values);
            foreach (var path in CpuPaths.Supported)
            {
                foreach (var threads in (int[])[1, 2, 3])
                {
                    using var backend = new CpuBackend(path, threads);
                    Run(backend, values).Should().Equal(expected, "{0} on {1}, {2} threads", values.Shape, path, threads);
                }
            }
        }
    }

    /// <summary>Lanes alone, as a trace runs them: large enough to be cut into blocks, each a whole number of rows of lanes.</summary>
    [Fact]
    public void LargeLanesAlone_HaveTheLawsBits()
    {
        var x = Given.OrdinaryFloats(3, 1, 1, 3000, 70);
        var own = new Operand(0, ElementType.F32, 3000, 70, 0, new Strides(0, 0, 1, 0));
        foreach (var opCode in (OpCode[])[OpCode.SumLanes, OpCode.MaxLanes])
        {
            var lanes = new Descriptor(opCode, 0, ElementType.F32, 1, Shape.Of(3000, Chain.Lanes), [], [own]);
            uint[] Alone(IBackend backend)
            {
                var output = new Tensor(ElementType.F32, lanes.Shape);
                backend.Run(default, lanes, [x], output);
                return output.Words;
            }

            using var backend = new CpuBackend(threads: 2);
            Alone(backend).Should().Equal(Alone(new LawBackend()));
        }
    }

    /// <summary>Transposes alone, whole blocks of rows and what is left of them.</summary>
    [Theory]
    [InlineData(16, 16)]
    [InlineData(50, 37)]
    [InlineData(257, 130)]
    public void TurnedMoves_HaveTheLawsBits(int rows, int columns)
    {
        var x = Given.Floats(4, 2, 1, rows, columns);
        var own = Strides.Of(x.Shape);
        var turned = x.Shape with { D2 = x.Shape.D3, D3 = x.Shape.D2 };
        var move = new Descriptor(
            OpCode.Move, 0, ElementType.F32, 1, turned, [], [new Operand(0, ElementType.F32, x.Shape.Rows, x.Shape.Columns, 0, new Strides(own.S0, own.S1, 1, own.S2))]);
        foreach (var path in CpuPaths.Supported)
        {
            using var backend = new CpuBackend(path, 2);
            var (output, expected) = (new Tensor(ElementType.F32, turned), new Tensor(ElementType.F32, turned));
            backend.Run(default, move, [x], output);
            new LawBackend().Run(default, move, [x], expected);
            output.Words.Should().Equal(expected.Words);
        }
    }

    private static uint[] Run(IBackend backend, Tensor x)
    {
        var (shape, own) = (x.Shape, Strides.Of(x.Shape));
        var turned = new Tensor(ElementType.F32, shape with { D2 = shape.D3, D3 = shape.D2 });
        var lanes = new Tensor(ElementType.F32, turned.Shape with { D3 = Chain.Lanes });
        var move = new Descriptor(
            OpCode.Move, 0, ElementType.F32, 1, turned.Shape, [], [new Operand(0, ElementType.F32, shape.Rows, shape.Columns, 0, new Strides(own.S0, own.S1, 1, own.S2))]);
        var rows = new Operand(1, ElementType.F32, turned.Shape.Rows, turned.Shape.Columns, 0, new Strides(turned.Shape.D1 * (long)turned.Shape.D2, turned.Shape.D2, 1, 0));
        var sum = new Descriptor(OpCode.SumLanes, 0, ElementType.F32, 2, lanes.Shape, [], [rows]);
        using var phase = backend.Prepare(
        [
            new BoundOperation(move, [x], turned, IsKept: false),
            new BoundOperation(sum, [turned], lanes, IsKept: true),
        ]);
        phase.Run(0);
        return lanes.Words;
    }
}
