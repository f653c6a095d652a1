using System.Buffers.Binary;
using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Programs.Onnx;

/// <summary>Builds a graph's forward pass for one batch: node after node, in the file's order.</summary>
internal sealed class OnnxRun(GraphBuilder graph)
{
    private readonly Dictionary<string, OnnxValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<OnnxValue, Node> _promoted = new(ReferenceEqualityComparer.Instance);
    private long _budget = OnnxConstants.Budget;

    public GraphBuilder Graph => graph;

    /// <summary>What a swap of the last two axes swapped: a product asks for the swapped matrix, and need not swap
    /// again.</summary>
    public Dictionary<Node, Node> Swapped { get; } = [];

    public OnnxValue this[string name] => _values.TryGetValue(name, out var value)
        ? value
        : throw new FormatException($"The graph reads {JsonMembers.Shown(name)}, which nothing before it writes.");

    /// <exception cref="FormatException">The name is taken.</exception>
    public void Add(string name, OnnxValue value)
    {
        if (!_values.TryAdd(name, value))
            throw new FormatException($"The graph writes {JsonMembers.Shown(name)} twice.");
    }

    /// <exception cref="FormatException">The node cannot be built; one sentence says why.</exception>
    public void Step(OnnxNode node)
    {
        var call = new OnnxCall(this, node, [.. node.Inputs.Select(i => i.Length == 0 ? null : this[i])]);
        IReadOnlyList<OnnxValue> results;
        try
        {
            results = OnnxOperators.Of(node.Operator)(call);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or DivideByZeroException)
        {
            throw new FormatException($"{node.Label} does not fit: {e.Message.TrimEnd('.')}.", e);
        }

        if (call.Ignored is { } ignored)
            throw call.Refuse($"has the attribute {JsonMembers.Shown(ignored)}, which is not supported");
        // Further outputs (a mask, a deviation) are only missed by who reads them.
        foreach (var (name, result) in node.Outputs.Zip(results).Where(o => o.First.Length > 0)) Add(name, result);
    }

    /// <summary>Room for a constant.</summary>
    /// <exception cref="ArgumentException">All constants together are larger than a graph's may be.</exception>
    public long[] Fresh(ImmutableArray<int> dimensions)
    {
        OnnxValue.RequireRank(dimensions.Length);
        var count = OnnxValue.Count(dimensions);
        Spend(count);
        return new long[count];
    }

    /// <summary>Takes from what a graph may cost while it is built.</summary>
    /// <exception cref="ArgumentException">It is spent.</exception>
    public void Spend(long elements)
    {
        GraphBuilder.Require(
            elements <= _budget,
            $"the graph's constants and windows are too many: together they may cost {OnnxConstants.Budget} elements");
        _budget -= elements;
    }

    /// <summary>The value as a node; a constant becomes an input slot.</summary>
    public Node NodeOf(OnnxValue value, OnnxNode of)
    {
        if (value.Node is { } known) return known;
        if (_promoted.TryGetValue(value, out var promoted)) return promoted;
        var words = new uint[value.Elements!.Length];
        for (var e = 0; e < words.Length; e++) words[e] = Word(value, value.Elements[e]);
        var type = value.Kind == OnnxKind.Int ? ElementType.I32 : ElementType.F32;
        var shape = ShapeOf(value.Dimensions, of);
        // Named by its content: another batch in the same program may need other constants.
        var node = words.Length == 1
            ? graph.Scalar(type, words[0])
            : graph.Constant($"constant.onnx.{type}.{Digest(words)}.{shape}", new Tensor(type, shape, words));
        return _promoted[value] = node;
    }

    /// <exception cref="FormatException">More than four dimensions, one of nothing, or too many elements.</exception>
    public static Shape ShapeOf(ImmutableArray<int> dimensions, OnnxNode of)
    {
        if (dimensions.Length > Shape.MaxRank)
            throw new FormatException(
                $"{of.Label} makes or takes a value of rank {dimensions.Length}; "
                + $"more than {Shape.MaxRank} are not supported.");
        if (dimensions.Any(d => d < 1))
            throw new FormatException($"{of.Label} makes or takes a value without elements.");
        var shape = dimensions.Length == 0 ? Shape.Of(1) : Shape.Of(dimensions.AsSpan());
        if (!shape.IsAdmissible) throw new FormatException($"{of.Label} makes a value that is too large.");
        return shape;
    }

    private static uint Word(OnnxValue value, long element) => value.Kind switch
    {
        OnnxKind.Float => (uint)element,
        OnnxKind.Bool => element != 0 ? Law.One : 0,
        _ => element is >= int.MinValue and <= int.MaxValue
            ? unchecked((uint)(int)element)
            : throw new ArgumentException($"{element} is no int32"),
    };

    private static string Digest(uint[] words)
    {
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        return Keccak.Hash(bytes).ToString();
    }
}
