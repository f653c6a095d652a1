using System.Runtime.CompilerServices;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>The four axes of an output as few loops: neighbouring axes over which every operand runs on evenly are
/// one.</summary>
/// <param name="Inner">Elements of the innermost loop.</param>
/// <param name="Counts">Of the loops around it, outermost first, 0 to 3.</param>
/// <param name="InnerStrides">Of each operand.</param>
/// <param name="Strides">Of each operand, for each outer loop.</param>
internal sealed record Loop(long Inner, long[] Counts, long[] InnerStrides, long[][] Strides)
{
    public static Loop Over(Shape output, IReadOnlyList<Reading> readings)
    {
        var axes = new List<(long Count, long[] Strides)>();
        for (var axis = 0; axis < Shape.MaxRank; axis++)
        {
            if (output[axis] == 1) continue;
            var (count, strides) = ((long)output[axis], readings.Select(r => r.Strides[axis]).ToArray());
            if (axes.Count > 0 && Enumerable.Range(0, strides.Length).All(o => axes[^1].Strides[o] == count * strides[o]))
                axes[^1] = (axes[^1].Count * count, strides);
            else axes.Add((count, strides));
        }

        if (axes.Count == 0) axes.Add((1, new long[readings.Count]));
        var outer = axes.SkipLast(1).ToList();
        return new Loop(
            axes[^1].Count, [.. outer.Select(a => a.Count)], axes[^1].Strides,
            [.. readings.Select((_, o) => outer.Select(a => a.Strides[o]).ToArray())]);
    }

    /// <summary>How far operand o's first element of a row of the inner loop lies behind its first of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Row(int o, long row)
    {
        var place = 0L;
        var strides = Strides[o];
        for (var axis = strides.Length - 1; axis > 0; axis--)
        {
            (row, var index) = Math.DivRem(row, Counts[axis]);
            place += index * strides[axis];
        }

        // Of the outermost axis nothing is left over.
        return strides.Length == 0 ? 0 : place + row * strides[0];
    }
}
