using Marketplace.Numerics;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>One map function as a type, so that each gets a loop of its own with nothing to decide inside.</summary>
internal interface IMapOperation
{
    /// <summary>One to four.</summary>
    static abstract int Operands { get; }

    /// <summary>None to four.</summary>
    static virtual int Immediates => 0;

    /// <summary>Floats are stored canonical (F4).</summary>
    static virtual ElementType Result => ElementType.F32;

    /// <summary>The function, as written once in <see cref="MapFunctions{A,T}"/>, of operands a to d and immediates
    /// i to l; those that it does not take hold anything.</summary>
    static abstract T Apply<A, T>(T a, T b, T c, T d, T i, T j, T k, T l)
        where A : struct, IArithmetic<T>
        where T : struct;
}
