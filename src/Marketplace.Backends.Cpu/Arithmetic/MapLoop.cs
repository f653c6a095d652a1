using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>The loop of every map kernel.</summary>
internal static unsafe class MapLoop<M, A, L, W>
    where M : struct, IMapOperation
    where A : struct, IArithmetic<W>
    where L : struct, IWordVector<W>
    where W : unmanaged
{
    /// <summary>See <see cref="MapKernels.Of"/>.</summary>
    /// <remarks>An operand of stride 0 is spread over a small buffer, at which its pointer stands still.</remarks>
    [MethodImpl(AggressiveOptimization), SkipLocalsInit]
    public static void Run(uint** operands, int* strides, uint* immediates, uint* output, nint count)
    {
        var whole = count & -(nint)L.Count;
        if (whole < count) Rest(operands, strides, immediates, output, whole, (int)(count - whole));
        if (whole == 0) return;

        // On the bounds of cache lines: a vector across two of them would be read twice, in every turn.
        var space = stackalloc uint[(MapFunction.MaxOperands + 1) * IWordVector<W>.Most];
        const nuint Line = IWordVector<W>.Most * sizeof(uint);
        var buffer = (uint*)(((nuint)space + (Line - 1)) & ~(Line - 1));
        var a = Operand(operands, strides, 0, buffer);
        var b = M.Operands > 1 ? Operand(operands, strides, 1, buffer) : a;
        var c = M.Operands > 2 ? Operand(operands, strides, 2, buffer) : a;
        var d = M.Operands > 3 ? Operand(operands, strides, 3, buffer) : a;
        nint stepA = L.Count * strides[0];
        nint stepB = M.Operands > 1 ? L.Count * strides[1] : 0;
        nint stepC = M.Operands > 2 ? L.Count * strides[2] : 0;
        nint stepD = M.Operands > 3 ? L.Count * strides[3] : 0;
        var i = M.Immediates > 0 ? A.Constant(immediates[0]) : default;
        var j = M.Immediates > 1 ? A.Constant(immediates[1]) : default;
        var k = M.Immediates > 2 ? A.Constant(immediates[2]) : default;
        var l = M.Immediates > 3 ? A.Constant(immediates[3]) : default;
        var end = output + whole;

        // Tested at its end: only then the compiler takes the constants out of the loop.
        do
        {
            Step(a, b, c, d, i, j, k, l, output);
            a += stepA;
            b += stepB;
            c += stepC;
            d += stepD;
            output += L.Count;
        }
        while (output < end);
    }

    /// <summary>Fewer words than a vector has, from a place on: they go through buffers, so that the same code computes
    /// every word. Nothing beyond them is read or written.</summary>
    [MethodImpl(NoInlining)]
    private static void Rest(uint** operands, int* strides, uint* immediates, uint* output, nint place, int count)
    {
        // Zeros behind the operands' words: harmless to every function.
        var words = stackalloc uint[(MapFunction.MaxOperands + 1) * IWordVector<W>.Most];
        for (var o = 0; o < M.Operands; o++)
        {
            var source = operands[o] + (place * strides[o]);
            for (var n = 0; n < count; n++) words[(o * IWordVector<W>.Most) + n] = source[n * strides[o]];
        }

        var result = words + (MapFunction.MaxOperands * IWordVector<W>.Most);
        Step(
            words,
            words + IWordVector<W>.Most,
            words + (2 * IWordVector<W>.Most),
            words + (3 * IWordVector<W>.Most),
            M.Immediates > 0 ? A.Constant(immediates[0]) : default,
            M.Immediates > 1 ? A.Constant(immediates[1]) : default,
            M.Immediates > 2 ? A.Constant(immediates[2]) : default,
            M.Immediates > 3 ? A.Constant(immediates[3]) : default,
            result);
        for (var n = 0; n < count; n++) output[place + n] = result[n];
    }

    /// <summary>One vector of results.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Step(uint* a, uint* b, uint* c, uint* d, W i, W j, W k, W l, uint* output)
    {
        var x = L.Load(a);
        var result = M.Apply<A, W>(
            x,
            M.Operands > 1 ? L.Load(b) : x,
            M.Operands > 2 ? L.Load(c) : x,
            M.Operands > 3 ? L.Load(d) : x,
            i, j, k, l);
        L.Store(M.Result == ElementType.F32 ? L.Canonical(result) : result, output);
    }

    /// <summary>Where an operand's vectors are read: its words, or its one word spread over its part of the
    /// buffer.</summary>
    [MethodImpl(AggressiveInlining)]
    private static uint* Operand(uint** operands, int* strides, int number, uint* buffer)
    {
        if (strides[number] != 0) return operands[number];
        var spread = buffer + (number * IWordVector<W>.Most);
        L.Store(A.Constant(*operands[number]), spread);
        return spread;
    }
}
