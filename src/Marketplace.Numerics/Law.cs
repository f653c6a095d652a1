using static System.BitConverter;

namespace Marketplace.Numerics;

/// <summary>
/// The number law itself: every primitive on single 32-bit words, one after the other. Everything faster is compared
/// with this.
/// </summary>
/// <remarks>
/// The platform's float operators, square root and fused multiply-add are IEEE-754 binary32 (F1). The JIT never
/// contracts a · b + c; fusion happens only in <see cref="Fma"/> (F2). A NaN result is <see cref="NaN"/> (F4);
/// selecting copies the chosen word as it is.
/// </remarks>
public readonly struct Law : IArithmetic<uint>
{
    /// <summary>The one form of NaN (F4).</summary>
    public const uint NaN = 0x7fc00000;

    public const uint One = 0x3f800000;

    public const uint Infinity = 0x7f800000;

    public const uint Sign = 0x80000000;

    /// <summary>The word itself, or <see cref="NaN"/> if it is any NaN (F4).</summary>
    public static uint Canonical(uint bits) => (bits & ~Sign) > Infinity ? NaN : bits;

    /// <summary>
    /// x &gt; acc ? x : acc, canonical (F3): a NaN never replaces acc, a NaN in acc stays, equal zeros keep acc's sign.
    /// </summary>
    public static uint Max(uint acc, uint x) => Canonical(SelectGreater(x, acc, x, acc));

    public static uint Constant(uint bits) => bits;

    public static uint Add(uint a, uint b) => Bits(Float(a) + Float(b));

    public static uint Sub(uint a, uint b) => Bits(Float(a) - Float(b));

    public static uint Mul(uint a, uint b) => Bits(Float(a) * Float(b));

    public static uint Div(uint a, uint b) => Bits(Float(a) / Float(b));

    public static uint Sqrt(uint a) => Bits(MathF.Sqrt(Float(a)));

    public static uint Fma(uint a, uint b, uint c) => Bits(MathF.FusedMultiplyAdd(Float(a), Float(b), Float(c)));

    public static uint SelectGreater(uint x, uint y, uint whenGreater, uint otherwise) =>
        Float(x) > Float(y) ? whenGreater : otherwise;

    public static uint Exp(uint a) => Elementary.Exp(a);

    public static uint Log(uint a) => Elementary.Log(a);

    public static uint Tanh(uint a) => Elementary.Tanh(a);

    public static uint Sigmoid(uint a) => Elementary.Sigmoid(a);

    public static uint Sin(uint a) => Elementary.Sin(a);

    public static uint Cos(uint a) => Elementary.Cos(a);

    public static uint FromInt(uint a) => Bits((float)(int)a);

    public static uint ToInt(uint a)
    {
        var x = Float(a);
        if (float.IsNaN(x)) return 0;
        // Written out: a bare cast saturates on .NET of today, and this must not depend on which.
        if (x >= 2147483648f) return int.MaxValue;
        if (x < -2147483648f) return unchecked((uint)int.MinValue);
        return unchecked((uint)(int)x);
    }

    public static uint IntAdd(uint a, uint b) => unchecked(a + b);

    public static uint IntSub(uint a, uint b) => unchecked(a - b);

    public static uint IntMul(uint a, uint b) => unchecked(a * b);

    public static uint IntXor(uint a, uint b) => a ^ b;

    // C# masks a count itself; the mask is written because Solidity does not.
    public static uint IntShiftLeft(uint a, uint count) => a << (int)(count & 31);

    public static uint IntShiftRight(uint a, uint count) => a >> (int)(count & 31);

    public static uint IntEqual(uint a, uint b) => a == b ? One : 0;

    public static uint IntLess(uint a, uint b) => (int)a < (int)b ? One : 0;

    private static float Float(uint bits) => UInt32BitsToSingle(bits);

    private static uint Bits(float value) => Canonical(SingleToUInt32Bits(value));
}
