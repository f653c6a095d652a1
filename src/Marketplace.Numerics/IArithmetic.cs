namespace Marketplace.Numerics;

/// <summary>
/// The closed list of primitives (F1) over <typeparamref name="T"/>, a value that stands for 32-bit words: one bit
/// pattern, a vector of them, or the text of an expression. A float is a binary32 pattern, an integer is an int32 in
/// two's complement.
/// </summary>
/// <remarks>
/// Every member is total and exact or correctly rounded (nearest even, subnormals kept), so no implementation may
/// differ in a bit. A product that is added is fused only where <see cref="Fma"/> is written (F2). Which NaN an
/// operation returns is free (F4).
/// </remarks>
public interface IArithmetic<T> where T : struct
{
    /// <summary>The word <paramref name="bits"/>, a float pattern or an int32.</summary>
    static abstract T Constant(uint bits);

    static abstract T Add(T a, T b);

    static abstract T Sub(T a, T b);

    static abstract T Mul(T a, T b);

    static abstract T Div(T a, T b);

    static abstract T Sqrt(T a);

    /// <summary>a · b + c with one rounding (F2).</summary>
    static abstract T Fma(T a, T b, T c);

    /// <summary>
    /// x &gt; y as floats ? whenGreater : otherwise. A NaN on either side is not greater (F3). The chosen word is
    /// copied.
    /// </summary>
    static abstract T SelectGreater(T x, T y, T whenGreater, T otherwise);

    /// <summary>The correctly rounded exponential (F5), like the five below.</summary>
    static abstract T Exp(T a);

    /// <summary>Natural; −∞ at ±0, NaN below.</summary>
    static abstract T Log(T a);

    static abstract T Tanh(T a);

    /// <summary>1 / (1 + e^-a).</summary>
    static abstract T Sigmoid(T a);

    static abstract T Sin(T a);

    static abstract T Cos(T a);

    /// <summary>int32 to the nearest float, ties to even.</summary>
    static abstract T FromInt(T a);

    /// <summary>float to int32: towards zero, saturating, NaN to 0.</summary>
    static abstract T ToInt(T a);

    /// <summary>Modulo 2^32, like the two below.</summary>
    static abstract T IntAdd(T a, T b);

    static abstract T IntSub(T a, T b);

    static abstract T IntMul(T a, T b);

    static abstract T IntXor(T a, T b);

    /// <summary>The count is taken modulo 32.</summary>
    static abstract T IntShiftLeft(T a, T count);

    /// <summary>Logical: zeros come in from the left. The count is taken modulo 32.</summary>
    static abstract T IntShiftRight(T a, T count);

    /// <summary>a = b ? 1.0 : +0, a float.</summary>
    static abstract T IntEqual(T a, T b);

    /// <summary>a &lt; b as signed integers ? 1.0 : +0, a float.</summary>
    static abstract T IntLess(T a, T b);
}
