using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>Elements that only change their places, each with the way back for its gradient.</summary>
public sealed partial class GraphBuilder
{
    private readonly Dictionary<Node, Node> _transposed = [];

    /// <summary>The last two axes swapped; asked again, the same node.</summary>
    public Node Transpose(Node x)
    {
        if (_transposed.TryGetValue(x, out var known)) return known;
        return _transposed[x] = Permute(x, 0, 1, 3, 2);
    }

    /// <summary>Axis i of the result is the axis of x with the number that stands at place i.</summary>
    public Node Permute(Node x, int a0, int a1, int a2, int a3)
    {
        Require((1 << a0 | 1 << a1 | 1 << a2 | 1 << a3) == 15, "a permutation names each axis once");
        var own = Strides.Of(x.Shape);
        var shape = new Shape(x.Shape[a0], x.Shape[a1], x.Shape[a2], x.Shape[a3]);
        var moved = Move(new View(x, 0, new Strides(own[a0], own[a1], own[a2], own[a3])), shape);
        Span<int> back = stackalloc int[Shape.MaxRank];
        (back[a0], back[a1], back[a2], back[a3]) = (0, 1, 2, 3);
        var (b0, b1, b2, b3) = (back[0], back[1], back[2], back[3]);
        return Ruled(moved, [x], g => [Permute(g, b0, b1, b2, b3)]);
    }

    /// <summary>The part of an axis from <paramref name="start"/>, <paramref name="length"/> long.</summary>
    public Node Slice(Node x, int axis, uint start, uint length)
    {
        Require(length >= 1 && (long)start + length <= x.Shape[axis], "a slice lies inside its axis");
        if (length == x.Shape[axis]) return x;
        var own = Strides.Of(x.Shape);
        var slice = Move(new View(x, start * own[axis], own), x.Shape.With(axis, length));
        return Ruled(slice, [x], g => [Padded(g, axis, start, x.Shape[axis] - start - length)]);
    }

    /// <summary>Zeros before and behind on an axis.</summary>
    public Node Padded(Node x, int axis, uint before, uint behind)
    {
        if (before > 0) x = Concat(Zeros(x.Shape.With(axis, before)), x, axis);
        return behind > 0 ? Concat(x, Zeros(x.Shape.With(axis, behind)), axis) : x;
    }

    /// <summary>The same elements in the same order under another shape.</summary>
    public Node Reshape(Node x, Shape shape)
    {
        Require(x.Shape.Elements == shape.Elements, $"{x.Shape} has not as many elements as {shape}");
        if (x.Shape == shape) return x;
        return Ruled(Move(new View(x, 0, Strides.Of(shape)), shape), [x], g => [Reshape(g, x.Shape)]);
    }

    /// <summary>Axes of length one repeated.</summary>
    public Node Spread(Node x, Shape shape) =>
        x.Shape == shape ? x : Ruled(Move(View.Broadcast(x, shape), shape), [x], g => [SumTo(g, x.Shape)]);

    /// <summary>Elements copied by an affine rule; it has no gradient.</summary>
    public Node Move(View view, Shape shape) => Operation(OpCode.Move, 0, view.Node.Type, shape, [], [view]);

    /// <summary>Two nodes behind each other on an axis.</summary>
    public Node Concat(Node a, Node b, int axis)
    {
        Require(a.Type == b.Type, "types agree");
        Require(
            a.Shape == b.Shape.With(axis, a.Shape[axis]), $"{a.Shape} and {b.Shape} differ on another axis than {axis}");
        var (split, behind) = (a.Shape[axis], b.Shape[axis]);
        var both = Operation(
            OpCode.Move, 0, a.Type, a.Shape.With(axis, split + behind), [(uint)axis, split],
            [new View(a, 0, Strides.Of(a.Shape)), new View(b, 0, Strides.Of(b.Shape))]);
        return Ruled(both, [a, b], g => [Slice(g, axis, 0, split), Slice(g, axis, split, behind)]);
    }
}
