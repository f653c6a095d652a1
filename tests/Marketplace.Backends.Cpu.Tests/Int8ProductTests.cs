using Marketplace.Backends.Cpu.Int8;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>Products of int8 of sizes at which panels, bands and threads change, against plain sums.</summary>
public sealed class Int8ProductTests
{
    public static TheoryData<int, int, int, CpuPath, int> Cases()
    {
        var cases = new TheoryData<int, int, int, CpuPath, int>();
        (int M, int N, int K)[] sizes = [(1, 1, 1), (8, 48, 64), (7, 49, 65), (17, 16, 257), (9, 97, 3), (65, 130, 300), (250, 33, 1000), (3, 500, 129)];
        foreach (var (m, n, k) in sizes)
        {
            foreach (var path in CpuPaths.Supported) cases.Add(m, n, k, path, 1 + m % 3);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EverySum_IsExact(int m, int n, int k, CpuPath path, int threads)
    {
        var (a, b) = (Drawn(1, m, k), Drawn(2, n, k));
        var c = new Tensor(ElementType.I32, Shape.Of(m, n));
        var op = new Descriptor(
            OpCode.MatMul, 0, ElementType.I32, 2, c.Shape, [],
            [new Operand(0, ElementType.I8, m, k, 0, new Strides(0, 0, 1, 0)), new Operand(1, ElementType.I8, n, k, 0, new Strides(0, 0, 0, 1))]);
        using var backend = new CpuBackend(path, threads);
        backend.Run(new OperationSite(0, 0), op, [a, b], c);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0;
                for (var t = 0; t < k; t++) sum += (int)a.Element((long)i * k + t) * (int)b.Element((long)j * k + t);
                ((int)c.Words[i * n + j]).Should().Be(sum, $"({i}, {j})");
            }
        }
    }

    [Fact]
    public void DeepestSums_StayInside()
    {
        const int deepest = 131_071;
        var (a, b) = (Tensor.Int8s(Shape.Of(1, deepest), [.. Enumerable.Repeat((sbyte)-128, deepest)]), Tensor.Int8s(Shape.Of(1, deepest), [.. Enumerable.Repeat((sbyte)-128, deepest)]));
        var c = new Tensor(ElementType.I32, Shape.Of(1, 1));
        var op = new Descriptor(
            OpCode.MatMul, 0, ElementType.I32, 2, c.Shape, [],
            [new Operand(0, ElementType.I8, 1, deepest, 0, new Strides(0, 0, 1, 0)), new Operand(1, ElementType.I8, 1, deepest, 0, new Strides(0, 0, 0, 1))]);
        foreach (var path in CpuPaths.Supported)
        {
            using var backend = new CpuBackend(path, 1);
            backend.Run(new OperationSite(0, 0), op, [a, b], c);
            c.Words[0].Should().Be(128 * 128 * (uint)deepest);
        }
    }

    /// <summary>All bytes, −128 often.</summary>
    private static Tensor Drawn(ulong seed, int rows, int columns)
    {
        var values = new sbyte[rows * columns];
        for (var e = 0; e < values.Length; e++)
        {
            var word = Philox.Word(seed, (uint)e, 0, 0);
            values[e] = word % 4 == 0 ? (sbyte)-128 : (sbyte)(word >> 8);
        }

        return Tensor.Int8s(Shape.Of(rows, columns), values);
    }
}
