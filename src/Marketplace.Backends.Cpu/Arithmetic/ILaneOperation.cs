using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>What a lane does with its words: add them, or keep the greatest (F3).</summary>
internal interface ILaneOperation
{
    /// <summary>The accumulator before the first word.</summary>
    static abstract uint Initial { get; }

    static abstract T Combine<A, T>(T acc, T x) where A : struct, IArithmetic<T> where T : struct;
}

internal readonly struct SumOperation : ILaneOperation
{
    public static uint Initial => 0;

    [MethodImpl(AggressiveInlining)]
    static T ILaneOperation.Combine<A, T>(T acc, T x) => A.Add(acc, x);
}

internal readonly struct GreatestOperation : ILaneOperation
{
    /// <summary>-∞.</summary>
    public static uint Initial => Law.Sign | Law.Infinity;

    [MethodImpl(AggressiveInlining)]
    static T ILaneOperation.Combine<A, T>(T acc, T x) => Greater.Of<A, T>(x, acc);
}
