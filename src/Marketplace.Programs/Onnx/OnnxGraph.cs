using System.Collections.Immutable;

namespace Marketplace.Programs.Onnx;

/// <summary>What an ONNX file says: a model's graph with its tensors (ModelProto, GraphProto).</summary>
/// <param name="Opset">Of ONNX's own operators.</param>
/// <param name="Initialisers">The tensors of the file, by name, in its order.</param>
internal sealed record OnnxGraph(
    long Opset, ImmutableArray<OnnxNode> Nodes, ImmutableArray<OnnxTensor> Initialisers,
    ImmutableArray<OnnxPort> Inputs, ImmutableArray<OnnxPort> Outputs)
{
    public const int MaxBytes = 1 << 30, MaxNodes = 20_000, MaxInitialisers = 10_000;

    private const int FirstOpset = 13, LastOpset = 17;

    /// <exception cref="FormatException">It is no ONNX file, or one that is not read; one sentence says
    /// why.</exception>
    public static OnnxGraph Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > MaxBytes) throw new FormatException($"An ONNX file has at most {MaxBytes} bytes.");
        long? opset = null;
        ReadOnlyMemory<byte>? graph = null;
        var reader = new WireReader(file);
        while (reader.Next())
        {
            if (reader.Field == 7 && graph is not null) throw new FormatException("The ONNX file has two graphs.");
            if (reader.Field == 7) graph = reader.Bytes();
            else if (reader.Field == 8) opset = ReadOpset(reader.Bytes()) ?? opset;
            else reader.Skip();
        }

        if (graph is null) throw new FormatException("The ONNX file has no graph.");
        if (opset is not (>= FirstOpset and <= LastOpset))
            throw new FormatException(
                $"The ONNX file is of the operator set {opset ?? 0}, which is not one of {FirstOpset} to {LastOpset}.");
        return ReadGraph(graph.Value, opset.Value);
    }

    private static long? ReadOpset(ReadOnlyMemory<byte> message)
    {
        var (domain, version) = ("", 0L);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) domain = reader.Text();
            else if (reader.Field == 2) version = reader.Int64();
            else reader.Skip();
        }

        return domain is "" or "ai.onnx" ? version : null;
    }

    private static OnnxGraph ReadGraph(ReadOnlyMemory<byte> message, long opset)
    {
        var nodes = ImmutableArray.CreateBuilder<OnnxNode>();
        var tensors = ImmutableArray.CreateBuilder<OnnxTensor>();
        var inputs = ImmutableArray.CreateBuilder<OnnxPort>();
        var outputs = ImmutableArray.CreateBuilder<OnnxPort>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) nodes.Add(OnnxNode.Read(reader.Bytes()));
            else if (reader.Field == 5) tensors.Add(OnnxTensor.Read(reader.Bytes()));
            else if (reader.Field == 11) inputs.Add(OnnxPort.Read(reader.Bytes()));
            else if (reader.Field == 12) outputs.Add(OnnxPort.Read(reader.Bytes()));
            else if (reader.Field == 15)
                throw new FormatException("The ONNX file has sparse tensors, which are not supported.");
            else reader.Skip();
            if (nodes.Count > MaxNodes || tensors.Count > MaxInitialisers)
                throw new FormatException(
                    $"The ONNX file has more than {MaxNodes} nodes or {MaxInitialisers} tensors.");
        }

        foreach (var tensor in tensors)
        {
            if (tensor.Name.Length == 0 || !names.Add(tensor.Name))
                throw new FormatException(
                    $"The ONNX file has two tensors {JsonMembers.Shown(tensor.Name)}, or one without a name.");
        }

        // Files of old versions list their tensors among the inputs.
        inputs.RemoveAll(i => names.Contains(i.Name));
        return new OnnxGraph(
            opset, nodes.ToImmutable(), tensors.ToImmutable(), inputs.ToImmutable(), outputs.ToImmutable());
    }
}
