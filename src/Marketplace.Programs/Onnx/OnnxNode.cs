using System.Collections.Immutable;

namespace Marketplace.Programs.Onnx;

/// <summary>An operator's place in the graph (NodeProto).</summary>
/// <param name="Operator">Its type; of another domain than ONNX's own with the domain before it.</param>
/// <param name="Inputs">Names of values; an optional one that is left out is empty.</param>
internal sealed record OnnxNode(
    string Name, string Operator, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs,
    IReadOnlyDictionary<string, OnnxAttribute> Attributes)
{
    /// <summary>For a refusal.</summary>
    public string Label =>
        $"The node {JsonMembers.Shown(Name.Length > 0 ? Name : Outputs.FirstOrDefault(""))} "
        + $"({JsonMembers.Shown(Operator)})";

    public static OnnxNode Read(ReadOnlyMemory<byte> message)
    {
        var (name, type, domain) = ("", "", "");
        List<string> inputs = [], outputs = [];
        var attributes = new Dictionary<string, OnnxAttribute>(StringComparer.Ordinal);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) inputs.Add(reader.Text());
            else if (reader.Field == 2) outputs.Add(reader.Text());
            else if (reader.Field == 3) name = reader.Text();
            else if (reader.Field == 4) type = reader.Text();
            else if (reader.Field == 7) domain = reader.Text();
            else if (reader.Field == 5)
            {
                var attribute = OnnxAttribute.Read(reader.Bytes());
                if (!attributes.TryAdd(attribute.Name, attribute))
                    throw new FormatException(
                        $"The ONNX file has a node with two attributes {JsonMembers.Shown(attribute.Name)}.");
            }
            else reader.Skip();
        }

        var full = domain is "" or "ai.onnx" ? type : $"{domain}.{type}";
        return new OnnxNode(name, full, [.. inputs], [.. outputs], attributes);
    }
}

/// <summary>What an attribute holds; the numbers are the file's.</summary>
internal enum OnnxAttributeType
{
    Float = 1,
    Int = 2,
    String = 3,
    Tensor = 4,
    Floats = 6,
    Ints = 7,
}

/// <summary>A parameter of an operator (AttributeProto). Graphs inside attributes are not looked into: their
/// operators are not
/// supported anyway.</summary>
internal sealed record OnnxAttribute(
    string Name, OnnxAttributeType Type, uint Float, long Int, string String, OnnxTensor? Tensor,
    IReadOnlyList<uint> Floats, IReadOnlyList<long> Ints)
{
    public static OnnxAttribute Read(ReadOnlyMemory<byte> message)
    {
        var (name, type, f, i, s) = ("", 0L, 0u, 0L, "");
        OnnxTensor? tensor = null;
        List<uint> floats = [];
        List<long> ints = [];
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) name = reader.Text();
            else if (reader.Field == 2) f = reader.Float();
            else if (reader.Field == 3) i = reader.Int64();
            else if (reader.Field == 4) s = reader.Text();
            else if (reader.Field == 5) tensor = OnnxTensor.Read(reader.Bytes());
            else if (reader.Field == 7) reader.Floats(floats);
            else if (reader.Field == 8) reader.Int64s(ints);
            else if (reader.Field == 20) type = reader.Int64();
            else reader.Skip();
        }

        return new OnnxAttribute(name, (OnnxAttributeType)type, f, i, s, tensor, floats, ints);
    }
}
