using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Arithmetic;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Fusion;

/// <summary>An argument of a map function inside an expression, as a type: the compiler of the runtime sees the whole
/// expression at once. The eight words are those of <see cref="IMapOperation.Apply"/>.</summary>
internal interface IArgument
{
    static abstract T Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l)
        where A : struct, IArithmetic<T>
        where T : struct;
}

/// <summary>What a function does not take.</summary>
internal readonly struct Nothing : IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => default;
}

internal readonly struct FirstStream : IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => a;
}

internal readonly struct SecondStream : IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => b;
}

internal readonly struct ThirdStream : IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => c;
}

internal readonly struct FourthStream : IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => d;
}

internal readonly struct FirstStill : IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => i;
}

internal readonly struct SecondStill : IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => j;
}

internal readonly struct ThirdStill : IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => k;
}

internal readonly struct FourthStill : IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => l;
}

/// <summary>A map function of arguments: four operands, four immediates.</summary>
internal readonly struct Call<M, P, Q, R, S, I, J, K, L> : IArgument
    where M : struct, IMapOperation
    where P : struct, IArgument
    where Q : struct, IArgument
    where R : struct, IArgument
    where S : struct, IArgument
    where I : struct, IArgument
    where J : struct, IArgument
    where K : struct, IArgument
    where L : struct, IArgument
{
    [MethodImpl(AggressiveInlining)]
    static T IArgument.Of<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) => M.Apply<A, T>(
        P.Of<A, T>(a, b, c, d, i, j, k, l), Q.Of<A, T>(a, b, c, d, i, j, k, l),
        R.Of<A, T>(a, b, c, d, i, j, k, l), S.Of<A, T>(a, b, c, d, i, j, k, l),
        I.Of<A, T>(a, b, c, d, i, j, k, l), J.Of<A, T>(a, b, c, d, i, j, k, l),
        K.Of<A, T>(a, b, c, d, i, j, k, l), L.Of<A, T>(a, b, c, d, i, j, k, l));
}

/// <summary>An expression as a map function of its own: it gets the loop that every map has.</summary>
/// <typeparam name="E">The expression.</typeparam>
/// <typeparam name="Streams">How many words run along.</typeparam>
/// <typeparam name="Stills">How many stand still.</typeparam>
internal readonly struct FusedOperation<E, Streams, Stills> : IMapOperation
    where E : struct, IArgument
    where Streams : struct, ICount
    where Stills : struct, ICount
{
    public static int Operands => Streams.Value;

    public static int Immediates => Stills.Value;

    [MethodImpl(AggressiveInlining)]
    static T IMapOperation.Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l) =>
        E.Of<A, T>(a, b, c, d, i, j, k, l);
}

/// <summary>A number as a type.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

internal readonly struct Zero : ICount
{
    public static int Value => 0;
}

/// <summary>One more.</summary>
internal readonly struct Next<N> : ICount where N : struct, ICount
{
    public static int Value => N.Value + 1;
}
