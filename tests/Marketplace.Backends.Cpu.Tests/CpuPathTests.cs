using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>Which path a process has. ./market test takes instructions away by the runtime's switches, and says in
/// MARKET_EXPECT_PATH what must be left: a switch that does nothing is noticed here.</summary>
public sealed class CpuPathTests
{
    [Fact]
    public void TheWidestPath_IsTheOneThatTheRunExpects()
    {
        if (Environment.GetEnvironmentVariable("MARKET_EXPECT_PATH") is not { Length: > 0 } expected)
        {
            // Nothing was taken away: whatever the machine has is right, as long as it says the same of itself.
            CpuPaths.Best.Should().Be(CpuPaths.Supported.Last());
            (CpuPaths.Best >= CpuPath.Avx2).Should().Be(Avx2.IsSupported && Fma.IsSupported);
            return;
        }

        var path = Enum.Parse<CpuPath>(expected);
        // A processor without AVX2, of another maker's kind perhaps, cannot be left with it.
        if (path == CpuPath.Avx2 && !ProcessorHasAvx2()) path = CpuPath.Vector128;
        CpuPaths.Best.Should().Be(path, "the run's switch leaves no more and no less");
    }

    [Fact]
    public void APathThatIsMissing_IsRefused()
    {
        foreach (var path in Enum.GetValues<CpuPath>())
        {
            var make = () => new CpuBackend(path, 1).Dispose();
            if (path <= CpuPaths.Best) make.Should().NotThrow();
            else make.Should().Throw<PlatformNotSupportedException>().WithMessage($"This machine has no {path}; its widest path is {CpuPaths.Best}.");
        }
    }

    /// <summary>What the processor itself says (leaf 7, EBX bit 5; leaf 1, ECX bit 12), whatever the runtime may use.</summary>
    private static bool ProcessorHasAvx2() =>
        X86Base.IsSupported && ((X86Base.CpuId(7, 0).Ebx >> 5) & 1) == 1 && ((X86Base.CpuId(1, 0).Ecx >> 12) & 1) == 1;
}
