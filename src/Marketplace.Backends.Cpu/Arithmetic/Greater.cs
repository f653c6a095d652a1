using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>x &gt; y ? x : y (F3) by one instruction of x86, which is defined as that: where both are zeros, or one is a NaN, it
/// gives its second operand.</summary>
internal static class Greater
{
    [MethodImpl(AggressiveInlining)]
    public static T Of<A, T>(T x, T y)
        where A : struct, IArithmetic<T>
        where T : struct
    {
        if (typeof(T) == typeof(Vector512<uint>) && Avx512F.IsSupported)
        {
            var (a, b) = (Unsafe.BitCast<T, Vector512<float>>(x), Unsafe.BitCast<T, Vector512<float>>(y));
            return Unsafe.BitCast<Vector512<float>, T>(Avx512F.Max(a, b));
        }

        if (typeof(T) == typeof(Vector256<uint>) && Avx.IsSupported)
        {
            var (a, b) = (Unsafe.BitCast<T, Vector256<float>>(x), Unsafe.BitCast<T, Vector256<float>>(y));
            return Unsafe.BitCast<Vector256<float>, T>(Avx.Max(a, b));
        }

        if (typeof(T) == typeof(Vector128<uint>) && Sse.IsSupported)
        {
            var (a, b) = (Unsafe.BitCast<T, Vector128<float>>(x), Unsafe.BitCast<T, Vector128<float>>(y));
            return Unsafe.BitCast<Vector128<float>, T>(Sse.Max(a, b));
        }

        return A.SelectGreater(x, y, x, y);
    }
}
