using Marketplace.Backends.Cpu.Arithmetic;
using Marketplace.Numerics;
using Marketplace.Numerics.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>Lanes and their tree in every width against the chains of protocol section 3, step by step.</summary>
public sealed unsafe class RowKernelTests
{
    private const int Lanes = RowKernels.LaneCount;
    private const int Rows = 3;

    public static TheoryData<LaneOperation, CpuPath> Cases()
    {
        var cases = new TheoryData<LaneOperation, CpuPath>();
        foreach (var operation in Enum.GetValues<LaneOperation>())
            foreach (var path in CpuPaths.Supported) cases.Add(operation, path);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lanes_OfEveryLength_AreTheChains(LaneOperation operation, CpuPath path)
    {
        var vectors = new Vectors(0x1a2e);
        foreach (var columns in Enumerable.Range(0, 140).Concat([255, 256, 257, 1000]))
        {
            var stride = columns + vectors.Below(5);
            var input = Words(vectors, Rows * stride);
            var output = new uint[Rows * Lanes];
            fixed (uint* x = input, y = output) RowKernels.Lanes(operation, path)(x, stride, columns, Rows, y);

            var expected = new uint[Rows * Lanes];
            for (var e = 0; e < expected.Length; e++)
            {
                var acc = operation == LaneOperation.Sum ? 0 : Law.Sign | Law.Infinity;
                for (var c = e % Lanes; c < columns; c += Lanes)
                    acc = Combined(operation, acc, input[(e / Lanes * stride) + c]);
                expected[e] = acc;
            }

            output.Should().Equal(expected, "of {0} columns", columns);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fold_IsTheTree(LaneOperation operation, CpuPath path)
    {
        var vectors = new Vectors(0xf01d);
        const int stride = Lanes + 3;
        for (var run = 0; run < 500; run++)
        {
            var lanes = Words(vectors, Rows * stride);
            var output = new uint[Rows];
            fixed (uint* x = lanes, y = output) RowKernels.Fold(operation, path)(x, stride, Rows, y);
            for (var row = 0; row < Rows; row++)
            {
                var x = lanes.AsSpan(row * stride, Lanes).ToArray();
                for (var width = Lanes / 2; width >= 1; width /= 2)
                    for (var l = 0; l < width; l++) x[l] = Combined(operation, x[l], x[l + width]);
                output[row].Should().Be(x[0], "of row {0} in run {1}", row, run);
            }
        }
    }

    private static uint Combined(LaneOperation operation, uint acc, uint x) =>
        operation == LaneOperation.Sum ? Law.Add(acc, x) : Law.Max(acc, x);

    /// <summary>Ordinary numbers, and a special one here and there: everywhere they would drown all else.</summary>
    private static uint[] Words(Vectors vectors, int count)
    {
        var words = new uint[count];
        foreach (ref var word in words.AsSpan())
        {
            word = vectors.Below(40) == 0 ? vectors.Special()
                : vectors.Below(4) == 0 ? vectors.WithExponent(100 + vectors.Below(54)) : vectors.Ordinary();
        }

        return words;
    }
}
