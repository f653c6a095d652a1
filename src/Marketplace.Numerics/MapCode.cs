namespace Marketplace.Numerics;

/// <summary>
/// The codes of the map functions. They are part of a program's bytes: a code is never given a second meaning.
/// </summary>
public static class MapCode
{
    public const byte Add = 1;
    public const byte Sub = 2;
    public const byte Mul = 3;
    public const byte Div = 4;
    public const byte Sqrt = 5;
    public const byte Fma = 6;
    public const byte Max = 7;
    public const byte Relu = 8;
    public const byte ReluGrad = 9;
    public const byte Exp = 10;
    public const byte FromInt = 11;
    public const byte ToInt = 12;
    public const byte IntAdd = 13;
    public const byte IntSub = 14;
    public const byte IntMul = 15;
    public const byte IntXor = 16;
    public const byte IntShiftLeft = 17;
    public const byte IntShiftRight = 18;
    public const byte IntEqual = 19;
    public const byte IntLess = 20;
    public const byte Scale = 21;
    public const byte Log = 22;
    public const byte Tanh = 23;
    public const byte Sigmoid = 24;
    public const byte Sin = 25;
    public const byte Cos = 26;
    public const byte ToI8 = 27;
    public const byte FromI8 = 28;

    public const byte SoftmaxExp = 32;
    public const byte SoftmaxGrad = 33;
    public const byte AdamFirst = 34;
    public const byte AdamSecond = 35;
    public const byte AdamBias = 36;
    public const byte AdamDenominator = 37;
    public const byte AdamUpdate = 38;
    public const byte Rsqrt = 39;
    public const byte Silu = 40;
    public const byte SiluGrad = 41;
    public const byte Gelu = 42;
    public const byte GeluGrad = 43;
    public const byte TanhGrad = 44;
    public const byte SigmoidGrad = 45;
    public const byte SquareDifference = 46;
    public const byte Normalise = 47;
    public const byte AdamWUpdate = 48;
}
