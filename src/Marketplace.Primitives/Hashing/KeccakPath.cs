using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Primitives;

/// <summary>The code paths of keccak256, slowest first. All give the same bits; each can be asked for by itself as long
/// as the machine has it.</summary>
public enum KeccakPath
{
    /// <summary>One message after the other.</summary>
    Scalar,

    /// <summary>Four messages at once.</summary>
    Avx2,

    /// <summary>Eight messages at once, with three-input logic and rotations.</summary>
    Avx512,
}

/// <summary>Which paths this process has.</summary>
public static class KeccakPaths
{
    /// <summary>The widest one.</summary>
    public static KeccakPath Best { get; } =
        Avx512F.IsSupported && Vector512.IsHardwareAccelerated ? KeccakPath.Avx512
        : Avx2.IsSupported ? KeccakPath.Avx2
        : KeccakPath.Scalar;

    /// <summary>From the slowest to the widest.</summary>
    public static IEnumerable<KeccakPath> Supported => Enum.GetValues<KeccakPath>().Where(path => path <= Best);
}
