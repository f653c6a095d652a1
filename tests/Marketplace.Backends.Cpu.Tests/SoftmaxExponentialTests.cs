using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Backends.Cpu.Functions;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>The exponential that softmax has for itself beside the one that is proved on all inputs (docs/numerics.md).</summary>
public sealed class SoftmaxExponentialTests
{
    private const uint Minus0 = 0x80000000, Minus44 = 0xc2300000;

    [Fact]
    public void EveryDifferenceFrom0To44_IsTheProvedOne()
    {
        if (!Avx512F.IsSupported) return;
        const uint vectors = (Minus44 - Minus0) / 16 + 1;
        var wrong = 0;
        Parallel.For(0, 64, part =>
        {
            var (from, to) = ((uint)(vectors * (ulong)part / 64), (uint)(vectors * (ulong)(part + 1) / 64));
            if (Differ(from, to)) Interlocked.Increment(ref wrong);
        });
        wrong.Should().Be(0);
    }

    [Fact]
    public void WhatLiesOutside_IsTheLaws()
    {
        if (!Avx512F.IsSupported) return;
        uint[] inputs =
        [
            Minus44 + 1, 0xc2300100, 0xc2ae8000, 0xc2d00001, 0xff7fffff, 0xff800000, 0xffc00000, 0x7fc00000, 0x7f800001, 0, 1, 0x00800000,
            0x3f800000, 0x42b17218, 0x42b20000, 0x7f7fffff, 0x7f800000,
        ];
        foreach (var input in inputs)
        {
            // Alone among lanes that are not doubtful, in every place.
            for (var lane = 0; lane < 16; lane++)
            {
                var x = Vector512.Create(0xbf800000).WithElement(lane, input);
                var result = Exponential16.OfDifference(x);
                var isBelow = BitConverter.UInt32BitsToSingle(input) < -44;
                result[lane].Should().Be(isBelow ? 0 : Exponential16.Rounded(x)[lane], "{0:x8} is the input", input);
                result[(lane + 1) % 16].Should().Be(Exponential16.Rounded(x)[(lane + 1) % 16]);
            }
        }
    }

    private static bool Differ(uint from, uint to)
    {
        var step = Vector512<uint>.Indices;
        var differ = Vector512<uint>.Zero;
        for (var v = from; v < to; v++)
        {
            var x = Vector512.Min(Vector512.Create(Minus0 + 16 * v) + step, Vector512.Create(Minus44));
            differ |= Exponential16.OfDifference(x) ^ Exponential16.Rounded(x);
        }

        return differ != Vector512<uint>.Zero;
    }
}
