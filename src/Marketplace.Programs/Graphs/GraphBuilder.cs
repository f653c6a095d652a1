using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Programs;

/// <summary>Builds the graph of one step. Nodes run in the order in which they are made; what no state needs
/// is left out.</summary>
/// <remarks>Wrong shapes are mistakes of the caller and throw <see cref="ArgumentException"/>.</remarks>
public sealed partial class GraphBuilder
{
    private readonly List<Node> _nodes = [];
    private readonly List<Node> _persistent = [];
    private readonly Dictionary<(int Phase, Node State), Node> _assigned = [];

    /// <summary>A constant of the job.</summary>
    public Node Input(string name, ElementType type, Shape shape) =>
        Persistent(new Slot(SlotKind.Input, type, shape, name));

    /// <summary>A tensor that survives the step; the node is its value before the step.</summary>
    public Node State(string name, ElementType type, Shape shape) =>
        Persistent(new Slot(SlotKind.State, type, shape, name));

    /// <summary>What a state slot holds after a step of a phase; one that is not assigned stays as it is.</summary>
    /// <param name="phase">0 or 1 (B6).</param>
    public void Assign(Node state, Node value, int phase = 0)
    {
        Require(phase is 0 or 1, "a program has one or two phases");
        Require(state.Slot?.Kind == SlotKind.State, "only a state is assigned");
        Require(value.Operation is not null, "a state is assigned an operation's output");
        Require(state.Type == value.Type, "a state is assigned its own type");
        Require(state.Shape == value.Shape, $"a state of {state.Shape} is assigned {value.Shape}");
        Require(_assigned.TryAdd((phase, state), value), "a state is assigned once");
    }

    /// <summary>An elementwise function; operands spread over the common shape.</summary>
    /// <param name="code">See <see cref="MapCode"/>.</param>
    public Node Map(byte code, params ReadOnlySpan<Node> operands) => Map(code, [], operands);

    /// <param name="immediates">Float patterns.</param>
    public Node Map(byte code, ImmutableArray<uint> immediates, params ReadOnlySpan<Node> operands)
    {
        var shape = operands[0].Shape;
        foreach (var operand in operands)
        {
            for (var axis = 0; axis < Shape.MaxRank; axis++)
            {
                if (shape[axis] == 1) shape = shape.With(axis, operand.Shape[axis]);
            }
        }

        var views = ImmutableArray.CreateBuilder<View>();
        foreach (var operand in operands) views.Add(View.Broadcast(operand, shape));
        return Operation(OpCode.Map, code, MapFunction.ByCode(code).ResultType, shape, immediates, views.ToImmutable());
    }

    /// <summary>A·Bᵀ over the last axis: [b0, b1, m, k] and [b0, b1, n, k] give [b0, b1, m, n]; a batch axis
    /// of one is repeated. Of floats a float, of i8 an i32 (F8).</summary>
    public Node MatMul(Node a, Node b)
    {
        Require(a.Shape.D3 == b.Shape.D3, $"{a.Shape} and {b.Shape} have unequal depths");
        var shape = new Shape(
            Math.Max(a.Shape.D0, b.Shape.D0), Math.Max(a.Shape.D1, b.Shape.D1), a.Shape.D2, b.Shape.D2);
        var type = a.Type == ElementType.I8 ? ElementType.I32 : ElementType.F32;
        return Operation(OpCode.MatMul, 0, type, shape, [], [Side(a, 2), Side(b, 3)]);

        View Side(Node node, int axis)
        {
            Require(node.Shape.D0 == 1 || node.Shape.D0 == shape.D0, "batches agree");
            Require(node.Shape.D1 == 1 || node.Shape.D1 == shape.D1, "batches agree");
            long rows = node.Shape.D2;
            var s0 = node.Shape.D0 == 1 ? 0 : rows * node.Shape.D1;
            var s1 = node.Shape.D1 == 1 ? 0 : rows;
            return new View(node, 0, new Strides(s0, s1, axis == 2 ? 1 : 0, axis == 3 ? 1 : 0));
        }
    }

    /// <summary>One row of the table for each index: [r, 1] or [r] indices give [r, c].</summary>
    public Node Gather(Node indices, Node table)
    {
        Require(indices.Type == ElementType.I32, "indices are integers");
        var shape = new Shape(1, 1, (uint)indices.Shape.Elements, table.Shape.D3);
        return Operation(
            OpCode.Gather, 0, table.Type, shape, [],
            [new View(indices, 0, new Strides(0, 0, 1, 0)), new View(table, 0, default)]);
    }

    /// <summary>Random row numbers below n, drawn anew each step, with replacement.</summary>
    public Node Index(Shape shape, ulong seed, uint n) =>
        Operation(OpCode.Index, 0, ElementType.I32, shape, [(uint)seed, (uint)(seed >> 32), n], []);

    /// <summary>Random words, drawn anew each step.</summary>
    public Node Random(Shape shape, ulong seed) =>
        Operation(OpCode.Random, 0, ElementType.I32, shape, [(uint)seed, (uint)(seed >> 32)], []);

    /// <summary>The gradient of a table whose rows were gathered: [n] indices and [n, c] gradients give
    /// [rows, c].</summary>
    public Node ScatterAdd(Node indices, Node gradient, uint rows)
    {
        Require(indices.Type == ElementType.I32, "indices are integers");
        Require(indices.Shape.Elements == gradient.Shape.Rows, "there is a gradient for each index");
        var (tokens, columns) = ((uint)gradient.Shape.Rows, gradient.Shape.D3);
        return Operation(
            OpCode.ScatterAdd, 0, ElementType.F32, new Shape(1, 1, rows, columns), [tokens],
            [new View(indices, 0, new Strides(0, 0, 1, 0)), new View(gradient, 0, new Strides(0, 0, columns, 1))]);
    }

    private Node Operation(
        OpCode opCode, byte function, ElementType type, Shape shape,
        ImmutableArray<uint> attributes, ImmutableArray<View> operands)
    {
        var node = new Node(_nodes.Count, type, shape, null, new NodeOperation(opCode, function, attributes, operands));
        _nodes.Add(node);
        return node;
    }

    private Node Persistent(Slot slot)
    {
        Require(_persistent.All(n => n.Slot!.Name != slot.Name), $"a slot is named {slot.Name} once");
        var node = new Node(_nodes.Count, slot.Type, slot.Shape, slot, null);
        _nodes.Add(node);
        _persistent.Add(node);
        return node;
    }

    internal static void Require(bool holds, string what)
    {
        if (!holds) throw new ArgumentException(what);
    }
}
