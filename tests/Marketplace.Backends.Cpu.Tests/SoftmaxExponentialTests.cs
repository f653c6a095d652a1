using Marketplace.Backends.Cpu.Arithmetic;
using Marketplace.Numerics;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>softmax's exponential of a difference, which AVX-512 has for itself, beside exp, which is proved on all inputs
/// (docs/numerics.md).</summary>
public sealed unsafe class SoftmaxExponentialTests
{
    private const uint Minus0 = 0x80000000, Minus44 = 0xc2300000;
    private const int Chunk = 1 << 16;

    public static TheoryData<CpuPath> Paths => [.. CpuPaths.Supported];

    /// <summary>All 1.1 · 10^9 of them where the code is another one; one in 4,093 where it is exp's.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void DifferencesFrom0To44_AreTheProvedOnes(CpuPath path)
    {
        var step = path == CpuPath.Avx512 ? 1u : 4093u;
        var count = (Minus44 - Minus0) / step + 1;
        var wrong = 0;
        Parallel.For(0, (int)((count + Chunk - 1) / Chunk), chunk =>
        {
            var inputs = new uint[Chunk];
            for (var i = 0u; i < Chunk; i++) inputs[i] = Minus0 + Math.Min(count - 1, (uint)chunk * Chunk + i) * step;
            if (!Softmax(inputs, path).AsSpan().SequenceEqual(Exp(inputs, path))) Interlocked.Increment(ref wrong);
        });
        wrong.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void WhatLiesOutside_IsTheLaws(CpuPath path)
    {
        uint[] inputs =
        [
            Minus44, Minus44 + 1, 0xc2300100, 0xc2ae8000, 0xc2d00001, 0xff7fffff, 0xff800000, 0xffc00000, 0x7fc00000, 0x7f800001, 0, 1,
            0x00800000, 0x3f800000, 0x42b17218, 0x42b20000, 0x7f7fffff, 0x7f800000,
        ];
        var law = MapFunction.ByCode(MapCode.SoftmaxExp);
        foreach (var input in inputs)
        {
            // Alone among lanes that are not doubtful, in every place.
            for (var lane = 0; lane < 16; lane++)
            {
                var x = new uint[16];
                x.AsSpan().Fill(0xbf800000);
                x[lane] = input;
                Softmax(x, path).Should().Equal(x.Select(word => law.Evaluate([word, 0], [])), "{0:x8} is the input", input);
            }
        }
    }

    private static uint[] Softmax(uint[] x, CpuPath path)
    {
        var results = new uint[x.Length];
        var zero = 0u;
        fixed (uint* first = x, output = results)
        {
            var operands = stackalloc uint*[2] { first, &zero };
            var strides = stackalloc int[2] { 1, 0 };
            MapKernels.Of(MapCode.SoftmaxExp, path)(operands, strides, null, output, x.Length);
        }

        return results;
    }

    private static uint[] Exp(uint[] x, CpuPath path)
    {
        var results = new uint[x.Length];
        fixed (uint* first = x, output = results)
        {
            var operands = stackalloc uint*[1] { first };
            var strides = stackalloc int[1] { 1 };
            MapKernels.Of(MapCode.Exp, path)(operands, strides, null, output, x.Length);
        }

        return results;
    }
}
