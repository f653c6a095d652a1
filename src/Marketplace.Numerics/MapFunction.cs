using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using static Marketplace.Numerics.ElementType;

namespace Marketplace.Numerics;

/// <summary>One elementwise function as a program may name it: its code, its signature, its value by the law.</summary>
/// <param name="Code">See <see cref="MapCode"/>.</param>
/// <param name="Name">The name in documents and in the contract.</param>
/// <param name="OperandTypes">One to four operands.</param>
/// <param name="ParameterNames">Of the operands, then of the immediates.</param>
/// <param name="ImmediateCount">Words that stand in the operation itself, 0 to 4; each a float pattern.</param>
/// <param name="ResultType">The type of the one result.</param>
public sealed record MapFunction(
    byte Code,
    string Name,
    ImmutableArray<ElementType> OperandTypes,
    int ImmediateCount,
    ElementType ResultType,
    ImmutableArray<string> ParameterNames)
{
    public const int MaxOperands = 4;

    public const int MaxImmediates = 4;

    /// <summary>Every function, codes ascending.</summary>
    public static ImmutableArray<MapFunction> All { get; } =
    [
        Floats(MapCode.Add, "add", "a b"),
        Floats(MapCode.Sub, "sub", "a b"),
        Floats(MapCode.Mul, "mul", "a b"),
        Floats(MapCode.Div, "div", "a b"),
        Floats(MapCode.Sqrt, "sqrt", "a"),
        Floats(MapCode.Fma, "fma", "a b c"),
        Floats(MapCode.Max, "max", "a x"),
        Floats(MapCode.Relu, "relu", "x"),
        Floats(MapCode.ReluGrad, "reluGrad", "g x"),
        Floats(MapCode.Exp, "exp", "a"),
        Ints(MapCode.FromInt, "fromInt", "a", F32),
        Of(MapCode.ToInt, "toInt", F32, "a", "", I32),
        Ints(MapCode.IntAdd, "intAdd", "a b", I32),
        Ints(MapCode.IntSub, "intSub", "a b", I32),
        Ints(MapCode.IntMul, "intMul", "a b", I32),
        Ints(MapCode.IntXor, "intXor", "a b", I32),
        Ints(MapCode.IntShiftLeft, "intShiftLeft", "a count", I32),
        Ints(MapCode.IntShiftRight, "intShiftRight", "a count", I32),
        Ints(MapCode.IntEqual, "intEqual", "a b", F32),
        Ints(MapCode.IntLess, "intLess", "a b", F32),
        Floats(MapCode.Scale, "scale", "x", "s"),
        Floats(MapCode.Log, "log", "a"),
        Floats(MapCode.Tanh, "tanh", "a"),
        Floats(MapCode.Sigmoid, "sigmoid", "a"),
        Floats(MapCode.Sin, "sin", "a"),
        Floats(MapCode.Cos, "cos", "a"),
        Of(MapCode.ToI8, "toI8", F32, "a", "", I8),
        Of(MapCode.FromI8, "fromI8", I8, "a", "", F32),
        Floats(MapCode.SoftmaxExp, "softmaxExp", "x rowMax"),
        Floats(MapCode.SoftmaxGrad, "softmaxGrad", "e sum target", "inverseBatch"),
        Floats(MapCode.AdamFirst, "adamFirst", "m g", "beta1 oneMinusBeta1"),
        Floats(MapCode.AdamSecond, "adamSecond", "v g", "beta2 oneMinusBeta2"),
        Floats(MapCode.AdamBias, "adamBias", "p", "rate"),
        Floats(MapCode.AdamDenominator, "adamDenominator", "v c", "epsilon"),
        Floats(MapCode.AdamUpdate, "adamUpdate", "w m c u"),
        Floats(MapCode.Rsqrt, "rsqrt", "x"),
        Floats(MapCode.Silu, "silu", "x"),
        Floats(MapCode.SiluGrad, "siluGrad", "g x"),
        Floats(MapCode.Gelu, "gelu", "x"),
        Floats(MapCode.GeluGrad, "geluGrad", "g x"),
        Floats(MapCode.TanhGrad, "tanhGrad", "g y"),
        Floats(MapCode.SigmoidGrad, "sigmoidGrad", "g y"),
        Floats(MapCode.SquareDifference, "squareDifference", "x m"),
        Floats(MapCode.Normalise, "normalise", "x mean rstd"),
        Floats(MapCode.AdamWUpdate, "adamWUpdate", "w m c u", "decay"),
    ];

    private static readonly MapFunction?[] s_byCode = Table();

    /// <summary>The function with this code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No function has it.</exception>
    public static MapFunction ByCode(byte code) => TryByCode(code, out var function)
        ? function
        : throw new ArgumentOutOfRangeException(nameof(code), code, "No map function has this code.");

    public static bool TryByCode(byte code, [NotNullWhen(true)] out MapFunction? function) =>
        (function = s_byCode[code]) is not null;

    /// <summary>The law's value: one word, canonical if it is a float (F4).</summary>
    /// <exception cref="ArgumentException">The counts are not this function's.</exception>
    public uint Evaluate(ReadOnlySpan<uint> operands, ReadOnlySpan<uint> immediates)
    {
        if (operands.Length != OperandTypes.Length || immediates.Length != ImmediateCount)
        {
            throw new ArgumentException(
                $"{Name} takes {OperandTypes.Length} operands and {ImmediateCount} immediates, " +
                $"not {operands.Length} and {immediates.Length}.");
        }

        var result = MapFunctions<Law, uint>.Apply(Code, operands, immediates);
        return ResultType == F32 ? Law.Canonical(result) : result;
    }

    private static MapFunction Floats(byte code, string name, string operands, string immediates = "") =>
        Of(code, name, F32, operands, immediates, F32);

    private static MapFunction Ints(byte code, string name, string operands, ElementType result) =>
        Of(code, name, I32, operands, "", result);

    private static MapFunction Of(
        byte code, string name, ElementType type, string operands, string immediates, ElementType result)
    {
        string[] operandNames = operands.Split(' ');
        string[] immediateNames = immediates.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ImmutableArray<ElementType> types = [.. operandNames.Select(_ => type)];
        return new(code, name, types, immediateNames.Length, result, [.. operandNames, .. immediateNames]);
    }

    private static MapFunction?[] Table()
    {
        var table = new MapFunction?[256];
        foreach (var function in All) table[function.Code] = function;
        return table;
    }
}
