using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>A value of a step's graph: a persistent slot as the step finds it, or an operation's output.</summary>
public sealed class Node
{
    internal Node(int number, ElementType type, Shape shape, Slot? slot, NodeOperation? operation)
    {
        Number = number;
        Type = type;
        Shape = shape;
        Slot = slot;
        Operation = operation;
    }

    /// <summary>In order of creation, which is the order of execution.</summary>
    internal int Number { get; }

    public ElementType Type { get; }

    public Shape Shape { get; }

    /// <summary>Of a persistent slot, else null.</summary>
    internal Slot? Slot { get; }

    /// <summary>What computes it, null of a persistent slot.</summary>
    internal NodeOperation? Operation { get; }
}

/// <summary>A descriptor whose slots are not numbered yet.</summary>
internal sealed record NodeOperation(
    OpCode OpCode, byte Function, ImmutableArray<uint> Attributes, ImmutableArray<View> Operands);

/// <summary>How an operation reads a node: a row or a flat element by an affine rule of the output's indices
/// (B4).</summary>
public sealed record View(Node Node, long Offset, Strides Strides)
{
    /// <summary>Each output element reads the element at its own indices; an axis of length one is repeated.</summary>
    /// <exception cref="ArgumentException">An axis is neither one nor as long as the output's.</exception>
    public static View Broadcast(Node node, Shape to)
    {
        var own = Strides.Of(node.Shape);
        long Stride(int axis)
        {
            if (node.Shape[axis] == to[axis]) return node.Shape[axis] == 1 ? 0 : own[axis];
            return node.Shape[axis] == 1 ? 0 : throw new ArgumentException($"{node.Shape} does not spread over {to}.");
        }

        return new View(node, 0, new Strides(Stride(0), Stride(1), Stride(2), Stride(3)));
    }
}
