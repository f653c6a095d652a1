using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>Sums and maxima over an axis, from lanes and folds (O1).</summary>
public sealed partial class GraphBuilder
{
    /// <summary>An axis that is no longer is summed term after term, a longer one in lanes.</summary>
    private const uint ShortAxis = 16;

    /// <summary>[…, r, c] to […, r, 1].</summary>
    public Node SumRows(Node x) => Ruled(FoldRows(Lanes(OpCode.SumLanes, x), FoldFunction.Add), [x], g => [Spread(g, x.Shape)]);

    /// <summary>[…, r, c] to […, r, 1]. In the gradient every element that is the greatest of its row takes part.</summary>
    public Node MaxRows(Node x)
    {
        var max = FoldRows(Lanes(OpCode.MaxLanes, x), FoldFunction.Max);
        return Ruled(max, [x], g =>
        {
            var all = Spread(g, x.Shape);
            return [Map(MapCode.Sub, all, Map(MapCode.ReluGrad, all, Map(MapCode.Sub, max, x)))];
        });
    }

    /// <summary>[…, r, c] to […, 1, c].</summary>
    public Node SumColumns(Node x)
    {
        var lanes = Lanes(OpCode.SumLanes, Transpose(x));
        var shape = x.Shape with { D2 = 1 };
        var rows = new View(lanes, 0, new Strides((long)x.Shape.D1 * x.Shape.D3, x.Shape.D3, 0, 1));
        var sum = Operation(OpCode.FoldLanes, FoldFunction.Add, ElementType.F32, shape, [], [rows]);
        return Ruled(sum, [x], g => [Spread(g, x.Shape)]);
    }

    /// <summary>An axis summed away to length one.</summary>
    public Node SumAxis(Node x, int axis)
    {
        if (x.Shape[axis] == 1) return x;
        if (axis == 3) return SumRows(x);
        if (axis == 2) return SumColumns(x);
        return x.Shape[axis] <= ShortAxis ? SumTerms(x, axis) : SumLeading(x, axis);
    }

    /// <summary>What a spread operand is owed: every axis that is longer than in <paramref name="shape"/> summed.</summary>
    public Node SumTo(Node x, Shape shape)
    {
        for (var axis = 0; axis < Shape.MaxRank; axis++)
        {
            if (x.Shape[axis] == shape[axis]) continue;
            Require(shape[axis] == 1, $"{x.Shape} does not sum to {shape}");
            x = SumAxis(x, axis);
        }

        return x;
    }

    /// <summary>32 partial sums or maxima of each row.</summary>
    public Node Lanes(OpCode opCode, Node x) =>
        Operation(opCode, 0, ElementType.F32, x.Shape with { D3 = Chain.Lanes }, [], [RowByRow(x)]);

    /// <summary>The 32 lanes of each row joined.</summary>
    public Node FoldRows(Node lanes, byte function) =>
        Operation(OpCode.FoldLanes, function, ElementType.F32, lanes.Shape with { D3 = 1 }, [], [RowByRow(lanes)]);

    private static View RowByRow(Node x) => new(x, 0, new Strides((long)x.Shape.D1 * x.Shape.D2, x.Shape.D2, 1, 0));

    private Node SumTerms(Node x, int axis)
    {
        var shape = x.Shape.With(axis, 1);
        var own = Strides.Of(x.Shape);
        View Term(uint i) => new(x, i * own[axis], own);
        var sum = Operation(OpCode.Map, MapCode.Add, ElementType.F32, shape, [], [Term(0), Term(1)]);
        for (uint i = 2; i < x.Shape[axis]; i++)
        {
            var all = View.Broadcast(sum, shape);
            sum = Operation(OpCode.Map, MapCode.Add, ElementType.F32, shape, [], [all, Term(i)]);
        }

        return Ruled(sum, [x], g => [Spread(g, x.Shape)]);
    }

    /// <summary>Axis 0 or 1 becomes the rows of a matrix whose columns are all the others.</summary>
    private Node SumLeading(Node x, int axis)
    {
        if (axis == 1 && x.Shape.D0 > 1) x = Permute(x, 1, 0, 2, 3);
        var length = axis == 0 || x.Shape.D0 > 1 ? x.Shape.D0 : x.Shape.D1;
        var kept = x.Shape.Elements / length;
        Require(kept <= uint.MaxValue, "a row is shorter than 2^32");
        var summed = SumColumns(Reshape(x, new Shape(1, 1, length, (uint)kept)));
        var shape = x.Shape.D0 == length ? x.Shape with { D0 = 1 } : x.Shape with { D1 = 1 };
        var back = Reshape(summed, shape);
        return axis == 1 && shape.D1 > 1 ? Permute(back, 1, 0, 2, 3) : back;
    }
}
