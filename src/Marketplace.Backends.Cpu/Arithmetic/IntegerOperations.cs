using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

// The map functions on integers, and those between integers and floats.

internal readonly struct FromIntOperation : IMapOperation
{
    public static int Operands => 1;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.FromInt(a);
}

internal readonly struct ToIntOperation : IMapOperation
{
    public static int Operands => 1;

    public static ElementType Result => ElementType.I32;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.ToInt(a);
}

internal readonly struct IntAddOperation : IMapOperation
{
    public static int Operands => 2;

    public static ElementType Result => ElementType.I32;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.IntAdd(a, b);
}

internal readonly struct IntSubOperation : IMapOperation
{
    public static int Operands => 2;

    public static ElementType Result => ElementType.I32;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.IntSub(a, b);
}

internal readonly struct IntMulOperation : IMapOperation
{
    public static int Operands => 2;

    public static ElementType Result => ElementType.I32;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.IntMul(a, b);
}

internal readonly struct IntXorOperation : IMapOperation
{
    public static int Operands => 2;

    public static ElementType Result => ElementType.I32;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.IntXor(a, b);
}

internal readonly struct IntShiftLeftOperation : IMapOperation
{
    public static int Operands => 2;

    public static ElementType Result => ElementType.I32;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.IntShiftLeft(a, b);
}

internal readonly struct IntShiftRightOperation : IMapOperation
{
    public static int Operands => 2;

    public static ElementType Result => ElementType.I32;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.IntShiftRight(a, b);
}

internal readonly struct IntEqualOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.IntEqual(a, b);
}

internal readonly struct IntLessOperation : IMapOperation
{
    public static int Operands => 2;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => A.IntLess(a, b);
}
