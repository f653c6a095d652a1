using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Models;

namespace Marketplace.Programs.Onnx;

/// <summary>A model that an ONNX file brings: its first input is the batch, its first output the logits, and its
/// float32 tensors are
/// the parameters, with names and dimensions as in the file.</summary>
/// <remarks>The batch is the only axis that may be open; every other dimension is known when the graph is built. What a
/// graph's nodes compute from constants alone is computed before a step runs.</remarks>
public sealed class OnnxNetwork : Model
{
    // The batch with which an open graph is tried: not one, which would spread over anything.
    private const uint TrialBatch = 2;

    private readonly OnnxGraph _graph;
    private readonly OnnxPort _input;
    private readonly string _output;
    private readonly ImmutableHashSet<string> _weights;

    private OnnxNetwork(OnnxGraph graph)
    {
        OnnxOperators.RequireAll(graph);
        _graph = graph;
        (_input, _output) = Ports(graph);
        FixedBatch = _input.Dimensions[0] == OnnxPort.Open ? null : (uint)_input.Dimensions[0];
        InputColumns = Columns(_input);
        _weights = OnnxWeights.Of(graph);
        Parameters = [.. graph.Initialisers.Where(t => _weights.Contains(t.Name)).Select(ParameterOf)];
        Initial = graph.Initialisers.Where(t => _weights.Contains(t.Name))
            .ToDictionary(t => t.Name, TensorOf, StringComparer.Ordinal);
        OutputColumns = Tried();
    }

    public override ImmutableArray<Parameter> Parameters { get; }

    /// <summary>What the file's own tensors hold of the parameters, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Initial { get; }

    /// <summary>The only batch that the graph is for, or null: any.</summary>
    public uint? FixedBatch { get; }

    public override uint InputColumns { get; }

    public override uint OutputColumns { get; }

    /// <summary>Reads a file and tries to build its graph.</summary>
    /// <exception cref="FormatException">It is no ONNX file or has what is not supported; one sentence says
    /// what.</exception>
    public static OnnxNetwork Read(ReadOnlyMemory<byte> file) => new(OnnxGraph.Read(file));

    /// <param name="input">[batch, columns]; whole numbers of a graph that takes integers may come as floats.</param>
    /// <exception cref="FormatException">The graph is for another batch, or does not fit this one.</exception>
    public override Node Logits(ModelScope scope, Node input, uint batch)
    {
        if (FixedBatch is { } only && only != batch)
            throw new FormatException($"The graph is for a batch of {only}, not of {batch}.");
        GraphBuilder.Require(
            input.Shape.Elements == (long)batch * InputColumns, $"a record of the graph has {InputColumns} columns");
        var run = new OnnxRun(scope.Graph);
        run.Add(_input.Name, First(scope.Graph, input, batch));
        foreach (var tensor in _graph.Initialisers)
        {
            run.Add(
                tensor.Name, _weights.Contains(tensor.Name)
                    ? new OnnxValue(tensor.Kind, tensor.Dimensions, null, scope[tensor.Name])
                    : OnnxLogic.Of(tensor));
        }

        foreach (var node in _graph.Nodes) run.Step(node);
        return Rows(scope.Graph, run[_output], batch);
    }

    /// <summary>The batch with the dimensions and the type of the graph's input.</summary>
    private OnnxValue First(GraphBuilder graph, Node input, uint batch)
    {
        ImmutableArray<int> dimensions = [checked((int)batch), .. _input.Dimensions.Skip(1).Select(d => (int)d)];
        var shaped = graph.Reshape(input, Shape.Of(dimensions.AsSpan()));
        var (kind, _) = OnnxTensor.KindOf(_input.ElementType, "The input");
        if (kind == OnnxKind.Int && input.Type == ElementType.F32) shaped = graph.Map(MapCode.ToInt, shaped);
        if (kind == OnnxKind.Float && input.Type == ElementType.I32) shaped = graph.Map(MapCode.FromInt, shaped);
        return new OnnxValue(kind, dimensions, null, shaped);
    }

    /// <summary>[rows, classes]: all axes but the last are rows; of one axis alone each element is one.</summary>
    private static Node Rows(GraphBuilder graph, OnnxValue output, uint batch)
    {
        if (output.Kind != OnnxKind.Float || output.Node is not { } node)
            throw new FormatException("The graph's first output is not computed from its input in float32.");
        if (output.Rank == 0 || output.Dimensions[0] != batch)
            throw new FormatException("The graph's first output does not have the batch as its first axis.");
        var columns = output.Rank == 1 ? 1u : (uint)output.Dimensions[^1];
        var rows = node.Shape.Elements / columns;
        if (rows > int.MaxValue) throw new FormatException("The graph's first output has too many rows.");
        return graph.Reshape(node, new Shape(1, 1, (uint)rows, columns));
    }

    /// <summary>Builds the graph once: does it fit together, and how wide is its output?</summary>
    private uint Tried()
    {
        var graph = new GraphBuilder();
        var weights = Parameters.ToDictionary(
            p => p.Name, p => graph.State($"weight.{p.Name}", ElementType.F32, p.Shape), StringComparer.Ordinal);
        var batch = FixedBatch ?? TrialBatch;
        var input = graph.Input("input", ElementType.F32, new Shape(1, 1, batch, InputColumns));
        return Logits(new ModelScope(graph, weights), input, batch).Shape.D3;
    }

    /// <summary>What a parameter begins with if neither its file nor another is used.</summary>
    private static Parameter ParameterOf(OnnxTensor tensor)
    {
        if (tensor.Dimensions.Length > Shape.MaxRank)
            throw new FormatException(
                $"The tensor {JsonMembers.Shown(tensor.Name)} has the rank {tensor.Dimensions.Length}; "
                + $"more than {Shape.MaxRank} are not supported.");
        var ones = tensor.Elements.All(e => e == Law.One);
        var initial = tensor.Dimensions.Length > 1
            ? Models.Initial.FanIn((int)Math.Min(int.MaxValue, tensor.Elements.Length / tensor.Dimensions[0]))
            : ones ? Models.Initial.Ones : Models.Initial.Zeros;
        return new Parameter(tensor.Name, tensor.Dimensions, initial);
    }

    private static Tensor TensorOf(OnnxTensor tensor) =>
        new(ElementType.F32, Shape.Of(tensor.Dimensions.AsSpan()), [.. tensor.Elements.Select(e => (uint)e)]);

    private static (OnnxPort Input, string Output) Ports(OnnxGraph graph)
    {
        if (graph.Inputs.Length != 1)
            throw new FormatException($"The graph has {graph.Inputs.Length} inputs; one is supported.");
        if (graph.Outputs.Length == 0) throw new FormatException("The graph has no output.");
        var input = graph.Inputs[0];
        var name = JsonMembers.Shown(input.Name);
        if (OnnxTensor.KindOf(input.ElementType, $"The input {name}").Kind == OnnxKind.Bool)
            throw new FormatException($"The graph's input {name} is of truth values, which is not supported.");
        if (input.Dimensions.Count is 0 or > Shape.MaxRank)
            throw new FormatException(
                $"The graph's input {name} has the rank {input.Dimensions.Count}; "
                + $"one to {Shape.MaxRank} are supported.");
        if (input.Dimensions.Skip(1).Any(d => d == OnnxPort.Open))
            throw new FormatException(
                $"The graph's input {name} leaves another dimension open than the first, the batch.");
        return (input, graph.Outputs[0].Name);
    }

    private static uint Columns(OnnxPort input)
    {
        var columns = input.Dimensions.Skip(1).Aggregate((UInt128)1, (product, d) => product * (UInt128)d);
        return columns <= int.MaxValue
            ? (uint)columns
            : throw new FormatException("The graph's input has too many elements in a record.");
    }
}
