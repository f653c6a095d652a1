using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Onnx;

/// <summary>One node of the graph at work: its inputs and attributes, and how its results are made.</summary>
internal sealed class OnnxCall(OnnxRun run, OnnxNode node, IReadOnlyList<OnnxValue?> inputs)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public OnnxRun Run => run;

    public GraphBuilder Graph => run.Graph;

    public int Outputs => node.Outputs.Length;

    public int Inputs => inputs.Count;

    /// <summary>An attribute that nobody asked for: it would change what the operator means.</summary>
    public string? Ignored => node.Attributes.Keys.FirstOrDefault(name => !_asked.Contains(name));

    public OnnxValue Input(int i) => Optional(i) ?? throw Refuse($"has no input {i}");

    public OnnxValue? Optional(int i) => i < inputs.Count ? inputs[i] : null;

    /// <summary>A float or truth value as a node.</summary>
    public Node Float(int i) => Float(Input(i));

    public Node Float(OnnxValue value) =>
        value.Kind != OnnxKind.Int ? run.NodeOf(value, node)
            : throw Refuse("takes integers where only floats are supported");

    public Node NodeOf(OnnxValue value) => run.NodeOf(value, node);

    /// <summary>The integers of a constant input.</summary>
    public long[] Constant(int i)
    {
        var value = Input(i);
        if (value.Elements is not { } elements)
            throw Refuse($"needs a constant as input {i}: shapes have to be known before a step runs");
        return value.Kind != OnnxKind.Float ? elements : throw Refuse($"needs integers as input {i}");
    }

    public long Int(string name, long otherwise) => Attribute(name, OnnxAttributeType.Int)?.Int ?? otherwise;

    /// <summary>A float's pattern.</summary>
    public uint FloatOf(string name, uint otherwise) => Attribute(name, OnnxAttributeType.Float)?.Float ?? otherwise;

    public string Text(string name, string otherwise) => Attribute(name, OnnxAttributeType.String)?.String ?? otherwise;

    public IReadOnlyList<long>? Ints(string name) => Attribute(name, OnnxAttributeType.Ints)?.Ints;

    public OnnxAttribute? Attribute(string name, OnnxAttributeType type)
    {
        _asked.Add(name);
        if (!node.Attributes.TryGetValue(name, out var attribute)) return null;
        return attribute.Type == type ? attribute : throw Refuse($"has an attribute {name} of another type");
    }

    /// <summary>Refuses an attribute that has another value than the only supported one.</summary>
    public void Only(string name, long value)
    {
        if (Int(name, value) != value)
            throw Refuse($"has the attribute {name} = {Int(name, value)}, which is not supported");
    }

    /// <summary>An axis, counted from the end if negative.</summary>
    public int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank
            ? (int)(axis < 0 ? axis + rank : axis)
            : throw Refuse($"names the axis {axis} of {rank}");

    /// <summary>Axes in ascending order, each once.</summary>
    public int[] Axes(IReadOnlyList<long> axes, int rank)
    {
        OnnxValue.RequireRank(Math.Max(rank, axes.Count));
        int[] all = [.. axes.Select(a => Axis(a, rank)).Order()];
        return all.Distinct().Count() == all.Length ? all : throw Refuse("names an axis twice");
    }

    /// <summary>An index, counted from the end if negative.</summary>
    public int Within(long index, int count) =>
        index >= -count && index < count
            ? (int)(index < 0 ? index + count : index)
            : throw Refuse($"names the element {index} of {count}");

    public Shape Shape(ImmutableArray<int> dimensions) => OnnxRun.ShapeOf(dimensions, node);

    /// <summary>A node with dimensions of some rank.</summary>
    public OnnxValue Result(Node value, ImmutableArray<int> dimensions, OnnxKind kind = OnnxKind.Float)
    {
        // The rank is looked at before the shape of the law, which has none.
        var shape = Shape(dimensions);
        return new OnnxValue(kind, dimensions, null, value.Shape == shape ? value : Graph.Reshape(value, shape));
    }

    public FormatException Refuse(string why) => new($"{node.Label} {why}.");

    /// <summary>A float scalar.</summary>
    public Node Scalar(uint pattern) => Graph.Scalar(ElementType.F32, pattern);
}
