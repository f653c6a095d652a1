using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

// The map functions that are one primitive on floats, or nearly.

internal readonly struct AddOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Add(a, b);
}

internal readonly struct SubOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Sub(a, b);
}

internal readonly struct MulOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Mul(a, b);
}

internal readonly struct DivOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Div(a, b);
}

internal readonly struct SqrtOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Sqrt(a);
}

internal readonly struct FmaOperation : IMapOperation
{
    public static int Operands => 3;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Fma(a, b, c);
}

internal readonly struct MaxOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.Max(a, b);
}

internal readonly struct ReluOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.Relu(a);
}

internal readonly struct ReluGradOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.ReluGrad(a, b);
}

internal readonly struct ExpOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Exp(a);
}

internal readonly struct ScaleOperation : IMapOperation
{
    public static int Operands => 1;

    public static int Immediates => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.Scale(a, i);
}

internal readonly struct LogOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Log(a);
}

internal readonly struct TanhOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Tanh(a);
}

internal readonly struct SigmoidOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Sigmoid(a);
}

internal readonly struct SinOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Sin(a);
}

internal readonly struct CosOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.Cos(a);
}
