using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Numerics;

/// <summary>
/// The elementwise functions, written once over the primitives of <typeparamref name="A"/>. With <see cref="Law"/> they
/// are the law, with vectors a fast backend, with <see cref="SolidityText"/> the referee's contract.
/// </summary>
/// <remarks>
/// The order of operations is the definition (F1, F2). Averages multiply by a reciprocal that comes as an immediate
/// (F6). Inlined by order: a fast backend's loop holds nothing but these operations.
/// </remarks>
public static class MapFunctions<A, T> where A : struct, IArithmetic<T> where T : struct
{
    /// <summary>
    /// Below this an exponential of softmax counts as +0 (F5), so that probabilities stay in the referee's cheap range.
    /// </summary>
    private const uint Minus44 = 0xc2300000;

    private const uint One = 0x3f800000;

    private const uint Half = 0x3f000000;

    private const uint Plus127 = 0x42fe0000;

    private const uint Minus127 = 0xc2fe0000;

    /// <summary>√(2/π), rounded.</summary>
    private const uint GeluScale = 0x3f4c422a;

    /// <summary>0.044715, rounded.</summary>
    private const uint GeluCubic = 0x3d372713;

    /// <summary>3 · 0.044715, rounded.</summary>
    private const uint GeluCubicSlope = 0x3e095d4f;

    /// <summary>x &gt; a ? x : a (F3).</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Max(T a, T x) => A.SelectGreater(x, a, x, a);

    /// <summary>x &gt; 0 ? x : +0 (F3): NaN and -0 give +0.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Relu(T x) => A.SelectGreater(x, A.Constant(0), x, A.Constant(0));

    [MethodImpl(AggressiveInlining)]
    public static T ReluGrad(T g, T x) => A.SelectGreater(x, A.Constant(0), g, A.Constant(0));

    [MethodImpl(AggressiveInlining)]
    public static T Scale(T x, T s) => A.Mul(x, s);

    /// <summary>Towards zero, limited to -127 … 127, NaN to 0 (F8).</summary>
    public static T ToI8(T a)
    {
        var below = A.SelectGreater(a, A.Constant(Plus127), A.Constant(Plus127), a);
        return A.ToInt(A.SelectGreater(A.Constant(Minus127), below, A.Constant(Minus127), below));
    }

    /// <summary>e^(x - rowMax), +0 below -44. A NaN difference is not below, so it stays NaN.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T SoftmaxExp(T x, T rowMax)
    {
        var d = A.Sub(x, rowMax);
        return A.SelectGreater(A.Constant(Minus44), d, A.Constant(0), A.Exp(d));
    }

    /// <summary>
    /// The gradient of the mean cross entropy by a logit; e is softmaxExp, sum its row sum, target 1 or 0.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static T SoftmaxGrad(T e, T sum, T target, T inverseBatch) =>
        A.Mul(A.Sub(A.Div(e, sum), target), inverseBatch);

    /// <summary>The first moment: beta1 · m + (1 - beta1) · g.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T AdamFirst(T m, T g, T beta1, T oneMinusBeta1) => A.Fma(beta1, m, A.Mul(oneMinusBeta1, g));

    /// <summary>The second moment: beta2 · v + (1 - beta2) · g².</summary>
    [MethodImpl(AggressiveInlining)]
    public static T AdamSecond(T v, T g, T beta2, T oneMinusBeta2) =>
        A.Fma(beta2, v, A.Mul(oneMinusBeta2, A.Mul(g, g)));

    /// <summary>rate / (1 - p), p the running power of a beta.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T AdamBias(T p, T rate) => A.Div(rate, A.Sub(A.Constant(One), p));

    /// <summary>sqrt(v · c) + epsilon, c the second moment's bias correction.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T AdamDenominator(T v, T c, T epsilon) => A.Add(A.Sqrt(A.Mul(v, c)), epsilon);

    /// <summary>w - (m · c) / u: c is adamBias of the first moment, u is adamDenominator.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T AdamUpdate(T w, T m, T c, T u) => A.Sub(w, A.Div(A.Mul(m, c), u));

    /// <summary>1 / √x, two roundings: ±∞ at ±0.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Rsqrt(T x) => A.Div(A.Constant(One), A.Sqrt(x));

    /// <summary>x · sigmoid(x), two roundings. At −∞ that is −∞ · 0: NaN.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Silu(T x) => A.Mul(x, A.Sigmoid(x));

    /// <summary>g · s (1 + x (1 - s)), s = sigmoid(x). NaN at ±∞.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T SiluGrad(T g, T x)
    {
        var s = A.Sigmoid(x);
        return A.Mul(g, A.Mul(s, A.Fma(x, A.Sub(A.Constant(One), s), A.Constant(One))));
    }

    /// <summary>(0.5 x) (1 + t), t = tanh(√(2/π) · fma(0.044715 · x², x, x)). At −∞ that is −∞ · 0: NaN.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Gelu(T x) =>
        A.Mul(A.Mul(A.Constant(Half), x), A.Add(A.Constant(One), GeluTanh(x, A.Mul(x, x))));

    /// <summary>
    /// g · fma(0.5 x, (1 - t²) · (√(2/π) · fma(3 · 0.044715, x², 1)), 0.5 (1 + t)), t of <see cref="Gelu"/>. NaN where
    /// x² is infinite, from 2^64 on.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static T GeluGrad(T g, T x)
    {
        var square = A.Mul(x, x);
        var t = GeluTanh(x, square);
        var slope = A.Mul(A.Constant(GeluScale), A.Fma(A.Constant(GeluCubicSlope), square, A.Constant(One)));
        var half = A.Constant(Half);
        var own = A.Mul(half, A.Add(A.Constant(One), t));
        return A.Mul(g, A.Fma(A.Mul(half, x), A.Mul(OneMinusSquare(t), slope), own));
    }

    /// <summary>g · (1 - y²), y = tanh(x): by its own result.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T TanhGrad(T g, T y) => A.Mul(g, OneMinusSquare(y));

    /// <summary>g · (y (1 - y)), y = sigmoid(x): by its own result.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T SigmoidGrad(T g, T y) => A.Mul(g, A.Mul(y, A.Sub(A.Constant(One), y)));

    /// <summary>(x - m)², a term of a variance.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T SquareDifference(T x, T m)
    {
        var d = A.Sub(x, m);
        return A.Mul(d, d);
    }

    /// <summary>(x - mean) · rstd.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Normalise(T x, T mean, T rstd) => A.Mul(A.Sub(x, mean), rstd);

    /// <summary>
    /// fma(w, decay, -((m · c) / u)): <see cref="AdamUpdate"/> of a weight that shrinks by decay = 1 - rate · weight
    /// decay.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static T AdamWUpdate(T w, T m, T c, T u, T decay) => A.Fma(w, decay, Negated(A.Div(A.Mul(m, c), u)));

    [MethodImpl(AggressiveInlining)]
    private static T GeluTanh(T x, T square) => A.Tanh(
        A.Mul(A.Constant(GeluScale), A.Fma(A.Mul(A.Constant(GeluCubic), square), x, x)));

    /// <summary>1 - y², one rounding (F2).</summary>
    [MethodImpl(AggressiveInlining)]
    private static T OneMinusSquare(T y) => A.Fma(Negated(y), y, A.Constant(One));

    /// <summary>The other sign, exactly, also of zero.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T Negated(T a) => A.IntXor(a, A.Constant(Law.Sign));

    /// <summary>
    /// The function with this code, of operands <paramref name="x"/> and immediates <paramref name="i"/>. The code is a
    /// known one.
    /// </summary>
    public static T Apply(byte code, ReadOnlySpan<T> x, ReadOnlySpan<T> i) => code switch
    {
        MapCode.Add => A.Add(x[0], x[1]),
        MapCode.Sub => A.Sub(x[0], x[1]),
        MapCode.Mul => A.Mul(x[0], x[1]),
        MapCode.Div => A.Div(x[0], x[1]),
        MapCode.Sqrt => A.Sqrt(x[0]),
        MapCode.Fma => A.Fma(x[0], x[1], x[2]),
        MapCode.Max => Max(x[0], x[1]),
        MapCode.Relu => Relu(x[0]),
        MapCode.ReluGrad => ReluGrad(x[0], x[1]),
        MapCode.Exp => A.Exp(x[0]),
        MapCode.FromInt => A.FromInt(x[0]),
        MapCode.ToInt => A.ToInt(x[0]),
        MapCode.IntAdd => A.IntAdd(x[0], x[1]),
        MapCode.IntSub => A.IntSub(x[0], x[1]),
        MapCode.IntMul => A.IntMul(x[0], x[1]),
        MapCode.IntXor => A.IntXor(x[0], x[1]),
        MapCode.IntShiftLeft => A.IntShiftLeft(x[0], x[1]),
        MapCode.IntShiftRight => A.IntShiftRight(x[0], x[1]),
        MapCode.IntEqual => A.IntEqual(x[0], x[1]),
        MapCode.IntLess => A.IntLess(x[0], x[1]),
        MapCode.Scale => Scale(x[0], i[0]),
        MapCode.Log => A.Log(x[0]),
        MapCode.Tanh => A.Tanh(x[0]),
        MapCode.Sigmoid => A.Sigmoid(x[0]),
        MapCode.Sin => A.Sin(x[0]),
        MapCode.Cos => A.Cos(x[0]),
        MapCode.ToI8 => ToI8(x[0]),
        MapCode.FromI8 => A.FromInt(x[0]),
        MapCode.SoftmaxExp => SoftmaxExp(x[0], x[1]),
        MapCode.SoftmaxGrad => SoftmaxGrad(x[0], x[1], x[2], i[0]),
        MapCode.AdamFirst => AdamFirst(x[0], x[1], i[0], i[1]),
        MapCode.AdamSecond => AdamSecond(x[0], x[1], i[0], i[1]),
        MapCode.AdamBias => AdamBias(x[0], i[0]),
        MapCode.AdamDenominator => AdamDenominator(x[0], x[1], i[0]),
        MapCode.AdamUpdate => AdamUpdate(x[0], x[1], x[2], x[3]),
        MapCode.Rsqrt => Rsqrt(x[0]),
        MapCode.Silu => Silu(x[0]),
        MapCode.SiluGrad => SiluGrad(x[0], x[1]),
        MapCode.Gelu => Gelu(x[0]),
        MapCode.GeluGrad => GeluGrad(x[0], x[1]),
        MapCode.TanhGrad => TanhGrad(x[0], x[1]),
        MapCode.SigmoidGrad => SigmoidGrad(x[0], x[1]),
        MapCode.SquareDifference => SquareDifference(x[0], x[1]),
        MapCode.Normalise => Normalise(x[0], x[1], x[2]),
        MapCode.AdamWUpdate => AdamWUpdate(x[0], x[1], x[2], x[3], i[0]),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No map function has this code."),
    };
}
