namespace Marketplace.Programs.Onnx;

/// <summary>An input of the graph, or an output (ValueInfoProto).</summary>
/// <param name="ElementType">ONNX's number; 0 of what is no tensor.</param>
/// <param name="Dimensions">A fixed one, or −1 of one that is open.</param>
internal sealed record OnnxPort(string Name, long ElementType, IReadOnlyList<long> Dimensions)
{
    public const long Open = -1;

    public static OnnxPort Read(ReadOnlyMemory<byte> message)
    {
        var (name, type) = ("", 0L);
        List<long> dimensions = [];
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) name = reader.Text();
            else if (reader.Field == 2)
            {
                var kinds = new WireReader(reader.Bytes());
                while (kinds.Next())
                {
                    if (kinds.Field == 1) type = ReadTensorType(kinds.Bytes(), dimensions);
                    else kinds.Skip();
                }
            }
            else reader.Skip();
        }

        return new OnnxPort(name, type, dimensions);
    }

    private static long ReadTensorType(ReadOnlyMemory<byte> message, List<long> dimensions)
    {
        var type = 0L;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) type = reader.Int64();
            else if (reader.Field == 2)
            {
                var shape = new WireReader(reader.Bytes());
                while (shape.Next())
                {
                    if (shape.Field == 1) dimensions.Add(ReadDimension(shape.Bytes()));
                    else shape.Skip();
                }
            }
            else reader.Skip();
        }

        return type;
    }

    private static long ReadDimension(ReadOnlyMemory<byte> message)
    {
        var length = Open;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            length = reader.Int64();
            if (length is < 1 or > int.MaxValue)
                throw new FormatException("The ONNX file has an input or output with an impossible dimension.");
        }

        return length;
    }
}
