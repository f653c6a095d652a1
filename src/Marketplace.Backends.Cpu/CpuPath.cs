using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu;

/// <summary>The code paths of this backend, slowest first. All give the same bits; each can be asked for by itself as
/// long as the machine has it.</summary>
public enum CpuPath
{
    /// <summary>One word after the other.</summary>
    Scalar,

    /// <summary>128-bit vectors: SSE4.1 and later, NEON.</summary>
    Vector128,

    /// <summary>256-bit vectors with fused multiply-add.</summary>
    Avx2,

    /// <summary>512-bit vectors (F, BW, DQ, VL).</summary>
    Avx512,
}

/// <summary>Which paths this process has.</summary>
public static class CpuPaths
{
    /// <summary>The widest one.</summary>
    public static CpuPath Best { get; } = Widest();

    /// <summary>From the slowest to the widest.</summary>
    public static IEnumerable<CpuPath> Supported => Enum.GetValues<CpuPath>().Where(path => path <= Best);

    private static CpuPath Widest()
    {
        if (Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Vector512.IsHardwareAccelerated)
            return CpuPath.Avx512;
        if (Avx2.IsSupported && Fma.IsSupported) return CpuPath.Avx2;
        return System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated ? CpuPath.Vector128 : CpuPath.Scalar;
    }
}
