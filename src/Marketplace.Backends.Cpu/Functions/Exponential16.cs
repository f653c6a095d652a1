using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>e^x of sixteen floats in one register: in pairs of binary32, and where these cannot decide, in
/// binary64.</summary>
/// <remarks>k = x / ln 2 rounded to 32nds and r = x - k Log2, exact: both are multiples of 2^-30 (r = x where k is 0),
/// and |r| is below 2^-6. With 2^k = 2^whole P e^l, P a float and l what it lacks, and with less = k Log2Rest - l, the
/// value before 2^whole is P e^(r - less) = P + P r + P (q - less), q = e^rest - 1 - rest and rest = r - less.
/// head + tail is wrong by the sum of these, in 10^-12: rest rounded 9.9, its square 3.6, p 6.9, small 3.6, tail 3.7,
/// once more with the doubt 3.7, the polynomial 0.4. Together below 32; the largest error met is 24.</remarks>
internal static class Exponential16
{
    private const float OneByLog2 = 1.442695f;

    /// <summary>ln 2 in two parts of 24 bits.</summary>
    private const float Log2 = 0.6931472f;
    private const float Log2Rest = -1.9046542e-09f;

    /// <summary>1.5 · 2^18: a sum with it is rounded to 32nds, whose count stands in the low bits.</summary>
    private const float To32nds = 393216f;

    /// <summary>More than the error of head + tail: where both ends of this interval round to one float, it is the
    /// right one.</summary>
    private const float Doubt = 4.1e-11f;

    /// <summary>The patterns of -87.25 and -104: between them lie the subnormal results, which are rounded at
    /// another place. From -104 down the result is +0.</summary>
    private const uint LeastNormal = 0xc2ae8000;
    private const uint Nothing = 0xc2d00000;

    /// <summary>2^(j/32) rounded.</summary>
    private static ReadOnlySpan<float> Powers =>
    [
        1f, 1.0218972f, 1.0442737f, 1.0671405f, 1.0905077f, 1.1143868f, 1.1387886f, 1.1637249f,
        1.1892071f, 1.2152474f, 1.2418578f, 1.269051f, 1.2968396f, 1.3252367f, 1.3542556f, 1.38391f,
        1.4142135f, 1.4451808f, 1.4768262f, 1.5091645f, 1.5422108f, 1.5759809f, 1.6104903f, 1.6457555f,
        1.6817929f, 1.7186193f, 1.7562522f, 1.7947091f, 1.8340081f, 1.8741677f, 1.9152066f, 1.9571441f,
    ];

    /// <summary>The logarithm of what that rounding left: 2^(j/32) = power · e^rest.</summary>
    private static ReadOnlySpan<float> Rests =>
    [
        0f, -4.708458e-08f, 4.628547e-08f, -5.560423e-08f,
        -1.19921575e-08f, -4.8776066e-08f, 4.729782e-08f, -3.4814427e-08f,
        3.193418e-08f, -2.6886665e-08f, 3.6210572e-08f, 1.118421e-09f,
        -3.0990723e-08f, -2.6383011e-08f, -7.475213e-09f, -4.2456357e-08f,
        1.7114271e-08f, 2.3001967e-08f, -3.0476834e-08f, -1.6538538e-08f,
        5.233334e-09f, -3.5920646e-08f, 6.1075918e-09f, -3.1140544e-08f,
        -1.4719606e-08f, -2.8218102e-08f, -5.258795e-09f, -6.3603873e-09f,
        -6.1282597e-09f, -2.4880409e-08f, 5.1406093e-09f, -8.697267e-09f,
    ];

    /// <summary>The correctly rounded values; which NaN a NaN gives is free.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> Rounded(Vector512<uint> words)
    {
        // Beyond these ends the scaling gives infinity or +0. The second operand is returned where either is a NaN.
        var x = Avx512F.Min(Of(90f), Avx512F.Max(Of(-104f), words.AsSingle()));
        var value = Unscaled(x, out var k, out var other);
        // A NaN differs from itself.
        var doubtful = Vector512.ExtractMostSignificantBits(
            ~Vector512.Equals(value, other).AsUInt32()
            | Vector512.LessThan(words - Vector512.Create(LeastNormal), Vector512.Create(Nothing - LeastNormal)));
        // Written out, not called: a call would take every constant out of its register, in every turn of a loop.
        return doubtful == 0
            ? Avx512F.Scale(value, k).AsUInt32()
            : Exponential.InDoubles<Words16, Vector512<uint>, Double8>(words);
    }

    /// <summary>The same of differences from a row's greatest, and +0 below -44: none is positive, no result is
    /// subnormal.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector512<uint> OfDifference(Vector512<uint> words)
    {
        var d = words.AsSingle();
        var value = Unscaled(Avx512F.Max(Of(-44f), d), out var k, out var other);
        // Whatever is positive all the same goes the long way, as a NaN does.
        var doubtful = Vector512.ExtractMostSignificantBits(
            ~Vector512.Equals(value, other).AsUInt32() | Vector512.GreaterThan(d, Vector512<float>.Zero).AsUInt32());
        var result = doubtful == 0
            ? Avx512F.Scale(value, k).AsUInt32()
            : Exponential.InDoubles<Words16, Vector512<uint>, Double8>(words);
        return Vector512.ConditionalSelect(Vector512.LessThan(d, Of(-44f)).AsUInt32(), Vector512<uint>.Zero, result);
    }

    /// <summary>The value but for 2^k's whole power of two, which <paramref name="k"/> holds.</summary>
    /// <param name="x">From -104 to 90.</param>
    /// <param name="other">What the value might round to as well: where it differs, this cannot decide.</param>
    [MethodImpl(AggressiveInlining)]
    private static Vector512<float> Unscaled(Vector512<float> x, out Vector512<float> k, out Vector512<float> other)
    {
        var shifted = Avx512F.FusedMultiplyAdd(x, Of(OneByLog2), Of(To32nds));
        k = shifted - Of(To32nds);
        // 2^k is 2^⌊k⌋ times an entry of the tables, which stands at the five low bits of the sum.
        var r = Avx512F.FusedMultiplyAddNegated(k, Of(Log2), x);
        var power = Lookup(Powers, shifted);
        var less = Avx512F.FusedMultiplySubtract(k, Of(Log2Rest), Lookup(Rests, shifted));
        var rest = r - less;
        var p = Avx512F.FusedMultiplyAdd(Of(0.041666675f), rest, Of(0.16666757f));
        p = Avx512F.FusedMultiplyAdd(p, rest, Of(0.5f));
        var small = Avx512F.FusedMultiplySubtract(rest * rest, p, less);
        // The difference is exact, and so is the second product's sum but for 2^-48 of it.
        var head = Avx512F.FusedMultiplyAdd(power, r, power);
        var tail = Avx512F.FusedMultiplyAdd(power, r, power - head);
        tail = Avx512F.FusedMultiplyAdd(power, small, tail);
        var value = head + (tail + Of(Doubt));
        other = head + (tail - Of(Doubt));
        return value;
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector512<float> Lookup(ReadOnlySpan<float> table, Vector512<float> shifted)
    {
        ref var first = ref MemoryMarshal.GetReference(table);
        return Avx512F.PermuteVar16x32x2(
            Vector512.LoadUnsafe(ref first), shifted.AsInt32(), Vector512.LoadUnsafe(ref first, 16));
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector512<float> Of(float value) => Kept(Vector512.Create(value).AsUInt32()).AsSingle();

    /// <remarks>See <see cref="Double8"/>: what an instruction computes is kept in a register around a loop.</remarks>
    [MethodImpl(AggressiveInlining)]
    private static Vector512<uint> Kept(Vector512<uint> value) => Avx512F.AlignRight32(value, value, 0);
}
