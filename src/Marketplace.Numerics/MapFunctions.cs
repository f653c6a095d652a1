namespace Marketplace.Numerics;

/// <summary>
/// The elementwise functions, written once over the primitives of <typeparamref name="A"/>. With <see cref="Law"/> they
/// are the law, with vectors a fast backend, with <see cref="SolidityText"/> the referee's contract.
/// </summary>
/// <remarks>
/// The order of operations is the definition (F1, F2). Averages multiply by a reciprocal that comes as an immediate
/// (F6).
/// </remarks>
public static class MapFunctions<A, T> where A : struct, IArithmetic<T> where T : struct
{
    /// <summary>
    /// Below this an exponential of softmax counts as +0 (F5), so that probabilities stay in the referee's cheap range.
    /// </summary>
    private const uint Minus44 = 0xc2300000;

    private const uint One = 0x3f800000;

    /// <summary>x &gt; a ? x : a (F3).</summary>
    public static T Max(T a, T x) => A.SelectGreater(x, a, x, a);

    /// <summary>x &gt; 0 ? x : +0 (F3): NaN and -0 give +0.</summary>
    public static T Relu(T x) => A.SelectGreater(x, A.Constant(0), x, A.Constant(0));

    public static T ReluGrad(T g, T x) => A.SelectGreater(x, A.Constant(0), g, A.Constant(0));

    public static T Scale(T x, T s) => A.Mul(x, s);

    /// <summary>e^(x - rowMax), +0 below -44. A NaN difference is not below, so it stays NaN.</summary>
    public static T SoftmaxExp(T x, T rowMax)
    {
        var d = A.Sub(x, rowMax);
        return A.SelectGreater(A.Constant(Minus44), d, A.Constant(0), A.Exp(d));
    }

    /// <summary>
    /// The gradient of the mean cross entropy by a logit; e is softmaxExp, sum its row sum, target 1 or 0.
    /// </summary>
    public static T SoftmaxGrad(T e, T sum, T target, T inverseBatch) =>
        A.Mul(A.Sub(A.Div(e, sum), target), inverseBatch);

    /// <summary>The first moment: beta1 · m + (1 - beta1) · g.</summary>
    public static T AdamFirst(T m, T g, T beta1, T oneMinusBeta1) => A.Fma(beta1, m, A.Mul(oneMinusBeta1, g));

    /// <summary>The second moment: beta2 · v + (1 - beta2) · g².</summary>
    public static T AdamSecond(T v, T g, T beta2, T oneMinusBeta2) =>
        A.Fma(beta2, v, A.Mul(oneMinusBeta2, A.Mul(g, g)));

    /// <summary>rate / (1 - p), p the running power of a beta.</summary>
    public static T AdamBias(T p, T rate) => A.Div(rate, A.Sub(A.Constant(One), p));

    /// <summary>sqrt(v · c) + epsilon, c the second moment's bias correction.</summary>
    public static T AdamDenominator(T v, T c, T epsilon) => A.Add(A.Sqrt(A.Mul(v, c)), epsilon);

    /// <summary>w - (m · c) / u: c is adamBias of the first moment, u is adamDenominator.</summary>
    public static T AdamUpdate(T w, T m, T c, T u) => A.Sub(w, A.Div(A.Mul(m, c), u));

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
        MapCode.SoftmaxExp => SoftmaxExp(x[0], x[1]),
        MapCode.SoftmaxGrad => SoftmaxGrad(x[0], x[1], x[2], i[0]),
        MapCode.AdamFirst => AdamFirst(x[0], x[1], i[0], i[1]),
        MapCode.AdamSecond => AdamSecond(x[0], x[1], i[0], i[1]),
        MapCode.AdamBias => AdamBias(x[0], i[0]),
        MapCode.AdamDenominator => AdamDenominator(x[0], x[1], i[0]),
        MapCode.AdamUpdate => AdamUpdate(x[0], x[1], x[2], x[3]),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No map function has this code."),
    };
}
