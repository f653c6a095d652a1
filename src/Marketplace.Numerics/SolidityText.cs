using System.Globalization;

namespace Marketplace.Numerics;

/// <summary>
/// Arithmetic that computes nothing and remembers what was asked: run through a function it is that function as a
/// Solidity expression. Two values that were asked for in the same way are equal, which is how a shared subexpression
/// is found.
/// </summary>
/// <param name="Term">The expression.</param>
public readonly record struct SolidityText(SolidityTerm Term) : IArithmetic<SolidityText>
{
    /// <summary>A value that has a name already: a parameter.</summary>
    public static SolidityText Named(string name) => new(new SolidityTerm(name, null, null, null, null));

    public static SolidityText Constant(uint bits) => Named("0x" + bits.ToString("x8", CultureInfo.InvariantCulture));

    public static SolidityText Add(SolidityText a, SolidityText b) => Call("Float32.add", a, b);

    public static SolidityText Sub(SolidityText a, SolidityText b) => Call("Float32.sub", a, b);

    public static SolidityText Mul(SolidityText a, SolidityText b) => Call("Float32.mul", a, b);

    public static SolidityText Div(SolidityText a, SolidityText b) => Call("Float32.div", a, b);

    public static SolidityText Sqrt(SolidityText a) => Call("Float32.sqrt", a);

    public static SolidityText Fma(SolidityText a, SolidityText b, SolidityText c) => Call("Float32.fma", a, b, c);

    public static SolidityText SelectGreater(
        SolidityText x, SolidityText y, SolidityText whenGreater, SolidityText otherwise) =>
        new(new SolidityTerm("Float32.selectGreater", x.Term, y.Term, whenGreater.Term, otherwise.Term));

    public static SolidityText Exp(SolidityText a) => Call("ElementaryExp.exp", a);

    public static SolidityText Log(SolidityText a) => Call("ElementaryLog.log", a);

    public static SolidityText Tanh(SolidityText a) => Call("ElementaryExp.tanh", a);

    public static SolidityText Sigmoid(SolidityText a) => Call("ElementaryExp.sigmoid", a);

    public static SolidityText Sin(SolidityText a) => Call("ElementaryTrig.sin", a);

    public static SolidityText Cos(SolidityText a) => Call("ElementaryTrig.cos", a);

    public static SolidityText FromInt(SolidityText a) => Call("Float32.fromInt", a);

    public static SolidityText ToInt(SolidityText a) => Call("Float32.toInt", a);

    public static SolidityText IntAdd(SolidityText a, SolidityText b) => Call("Int32.add", a, b);

    public static SolidityText IntSub(SolidityText a, SolidityText b) => Call("Int32.sub", a, b);

    public static SolidityText IntMul(SolidityText a, SolidityText b) => Call("Int32.mul", a, b);

    public static SolidityText IntXor(SolidityText a, SolidityText b) => Call("Int32.xor", a, b);

    public static SolidityText IntShiftLeft(SolidityText a, SolidityText count) => Call("Int32.shiftLeft", a, count);

    public static SolidityText IntShiftRight(SolidityText a, SolidityText count) => Call("Int32.shiftRight", a, count);

    public static SolidityText IntEqual(SolidityText a, SolidityText b) => Call("Int32.equal", a, b);

    public static SolidityText IntLess(SolidityText a, SolidityText b) => Call("Int32.less", a, b);

    private static SolidityText Call(string function, SolidityText a, SolidityText? b = null, SolidityText? c = null) =>
        new(new SolidityTerm(function, a.Term, b?.Term, c?.Term, null));
}

/// <summary>
/// A call of up to four arguments, or a bare name where there are none. Equal terms have equal values.
/// </summary>
public sealed record SolidityTerm(
    string Head, SolidityTerm? First, SolidityTerm? Second, SolidityTerm? Third, SolidityTerm? Fourth)
{
    public bool IsName => First is null;

    public IEnumerable<SolidityTerm> Arguments => new[] { First, Second, Third, Fourth }.OfType<SolidityTerm>();
}
