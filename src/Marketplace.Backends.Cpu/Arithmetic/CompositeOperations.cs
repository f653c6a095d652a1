using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

// The map functions that are made of several primitives.

internal readonly struct SoftmaxExpOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => typeof(A) == typeof(Arithmetic512)
        ? Unsafe.BitCast<Vector512<uint>, T>(Exponential16.OfDifference(Unsafe.BitCast<T, Vector512<uint>>(A.Sub(a, b))))
        : MapFunctions<A, T>.SoftmaxExp(a, b);
}

internal readonly struct SoftmaxGradOperation : IMapOperation
{
    public static int Operands => 3;

    public static int Immediates => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) =>
        MapFunctions<A, T>.SoftmaxGrad(a, b, c, i);
}

internal readonly struct AdamFirstOperation : IMapOperation
{
    public static int Operands => 2;

    public static int Immediates => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) =>
        MapFunctions<A, T>.AdamFirst(a, b, i, j);
}

internal readonly struct AdamSecondOperation : IMapOperation
{
    public static int Operands => 2;

    public static int Immediates => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) =>
        MapFunctions<A, T>.AdamSecond(a, b, i, j);
}

internal readonly struct AdamBiasOperation : IMapOperation
{
    public static int Operands => 1;

    public static int Immediates => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.AdamBias(a, i);
}

internal readonly struct AdamDenominatorOperation : IMapOperation
{
    public static int Operands => 2;

    public static int Immediates => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) =>
        MapFunctions<A, T>.AdamDenominator(a, b, i);
}

internal readonly struct AdamUpdateOperation : IMapOperation
{
    public static int Operands => 4;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) =>
        MapFunctions<A, T>.AdamUpdate(a, b, c, d);
}

internal readonly struct RsqrtOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.Rsqrt(a);
}

internal readonly struct SiluOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.Silu(a);
}

internal readonly struct SiluGradOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.SiluGrad(a, b);
}

internal readonly struct GeluOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.Gelu(a);
}

internal readonly struct GeluGradOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.GeluGrad(a, b);
}

internal readonly struct TanhGradOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.TanhGrad(a, b);
}

internal readonly struct SigmoidGradOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.SigmoidGrad(a, b);
}

internal readonly struct SquareDifferenceOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) =>
        MapFunctions<A, T>.SquareDifference(a, b);
}

internal readonly struct NormaliseOperation : IMapOperation
{
    public static int Operands => 3;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => MapFunctions<A, T>.Normalise(a, b, c);
}

internal readonly struct AdamWUpdateOperation : IMapOperation
{
    public static int Operands => 4;

    public static int Immediates => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) =>
        MapFunctions<A, T>.AdamWUpdate(a, b, c, d, i);
}
