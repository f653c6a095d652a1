using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>Products of one term and very many columns or rows: all padding and no content.</summary>
public sealed class ThinProductTests
{
    public static TheoryData<CpuPath> Paths => [.. CpuPaths.Supported];

    [Theory]
    [MemberData(nameof(Paths))]
    public void OuterProducts_AreProducts(CpuPath path)
    {
        const int wide = 300_000;
        using var backend = new CpuBackend(path, 2);
        foreach (var (m, n) in new[] { (2, wide), (wide, 3) })
        {
            var a = Operators.Tests.Given.OrdinaryFloats(1, m, 1);
            var b = Operators.Tests.Given.OrdinaryFloats(2, n, 1);
            var c = new Tensor(ElementType.F32, Shape.Of(m, n));
            var op = new Descriptor(
                OpCode.MatMul, 0, ElementType.F32, 2, c.Shape, [],
                [new Operand(0, ElementType.F32, m, 1, 0, new Strides(0, 0, 1, 0)), new Operand(1, ElementType.F32, n, 1, 0, new Strides(0, 0, 0, 1))]);
            backend.Run(new OperationSite(0, 0), op, [a, b], c);
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    var expected = Law.Fma(a.Words[i], b.Words[j], 0);
                    if (c.Words[(long)i * n + j] != expected) Assert.Fail($"({i}, {j}) is {c.Words[(long)i * n + j]:x8}, not {expected:x8}");
                }
            }
        }
    }
}
