using System.Collections.Immutable;
using Marketplace.Operators;

namespace Marketplace.Programs.Onnx;

/// <summary>A value of the graph with its dimensions: a constant that is known before a step runs, or a node of the
/// step.</summary>
/// <remarks>The law's shapes have leading ones and no rank (B1), so the rank is kept here.</remarks>
/// <param name="Elements">Of a constant: a float's pattern, an integer, 0 or 1; else null.</param>
/// <param name="Node">Of the step's graph; else null.</param>
internal sealed record OnnxValue(OnnxKind Kind, ImmutableArray<int> Dimensions, long[]? Elements, Node? Node)
{
    public const int MaxRank = 64;

    public int Rank => Dimensions.Length;

    public bool IsConstant => Elements is not null;

    public static OnnxValue Constant(OnnxKind kind, ImmutableArray<int> dimensions, long[] elements) =>
        new(kind, dimensions, elements, null);

    public static OnnxValue Integers(params long[] elements) => Constant(OnnxKind.Int, [elements.Length], elements);

    /// <summary>Constants may have ranks above the law's, but not without end.</summary>
    /// <exception cref="ArgumentException">More than 64.</exception>
    public static void RequireRank(int rank) =>
        GraphBuilder.Require(rank <= MaxRank, $"no value has a rank above {MaxRank}");

    /// <summary>How many elements there are.</summary>
    /// <exception cref="OverflowException">2^63 or more.</exception>
    public static long Count(ImmutableArray<int> dimensions)
    {
        var count = 1L;
        foreach (var d in dimensions) count = checked(count * d);
        return count;
    }

    /// <summary>The law's axis of an axis of this value.</summary>
    public int Axis(int axis) => Shape.MaxRank - Rank + axis;

    /// <summary>The dimensions over which both spread: ones are repeated.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static ImmutableArray<int> Broadcast(ImmutableArray<int> a, ImmutableArray<int> b)
    {
        var rank = Math.Max(a.Length, b.Length);
        var both = ImmutableArray.CreateBuilder<int>(rank);
        for (var i = 0; i < rank; i++)
        {
            var (x, y) = (At(a, i - rank + a.Length), At(b, i - rank + b.Length));
            GraphBuilder.Require(
                x == y || x == 1 || y == 1, $"{Shown(a)} and {Shown(b)} do not spread over each other");
            both.Add(x == 1 ? y : x);
        }

        return both.ToImmutable();

        static int At(ImmutableArray<int> d, int i) => i < 0 ? 1 : d[i];
    }

    public static string Shown(ImmutableArray<int> dimensions) => $"[{string.Join(", ", dimensions)}]";
}
