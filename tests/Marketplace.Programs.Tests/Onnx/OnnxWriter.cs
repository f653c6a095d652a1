using System.Text;

namespace Marketplace.Programs.Tests.Onnx;

/// <summary>Messages of ONNX, written field by field.</summary>
internal sealed class Message
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public Message Number(int field, long value) => Tag(field, 0).Varint(unchecked((ulong)value));

    public Message Text(int field, string value) => Raw(field, Encoding.UTF8.GetBytes(value));

    public Message Child(int field, Message child) => Raw(field, child.Bytes);

    public Message Float(int field, float value) => Tag(field, 5).Add(BitConverter.GetBytes(value));

    public Message Raw(int field, byte[] bytes) => Tag(field, 2).Varint((ulong)bytes.Length).Add(bytes);

    public Message Numbers(int field, IEnumerable<long> values) => values.Aggregate(this, (m, v) => m.Number(field, v));

    public Message Tag(int field, int type) => Varint((ulong)((uint)field << 3 | (uint)type));

    public Message Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
        return this;
    }

    private Message Add(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }
}

/// <summary>A file as a test needs it: one input x, weights, nodes, one output.</summary>
internal sealed class OnnxWriter
{
    private readonly Message _graph = new();
    private string _last = "x";

    public long Opset { get; init; } = 13;

    /// <summary>A dimension of 0 is open.</summary>
    public OnnxWriter Input(string name, int type, params long[] dimensions) => Port(11, name, type, dimensions);

    public OnnxWriter Floats(string name, int[] dimensions, params float[] values) =>
        With(g => g.Child(5, Tensor(name, 1, dimensions).Raw(9, [.. values.SelectMany(BitConverter.GetBytes)])));

    public OnnxWriter Integers(string name, int[] dimensions, params long[] values) =>
        With(g => g.Child(5, Tensor(name, 7, dimensions).Raw(9, [.. values.SelectMany(BitConverter.GetBytes)])));

    public OnnxWriter Truths(string name, int[] dimensions, params bool[] values) =>
        With(g => g.Child(5, Tensor(name, 9, dimensions).Raw(9, [.. values.Select(v => (byte)(v ? 1 : 0))])));

    public OnnxWriter Initialiser(Message tensor) => With(g => g.Child(5, tensor));

    /// <param name="attributes">Names with a long, a float, a string, or an array of longs.</param>
    public OnnxWriter Node(string type, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        var node = new Message();
        foreach (var input in inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            node.Text(1, input == "-" ? "" : input);
        foreach (var output in outputs.Split(' ')) node.Text(2, output);
        node.Text(3, "node." + outputs.Split(' ')[0]).Text(4, type);
        foreach (var (name, value) in attributes) node.Child(5, Attribute(name, value));
        _last = outputs.Split(' ')[0];
        return With(g => g.Child(1, node));
    }

    /// <summary>The file; its output is what the last node writes first.</summary>
    public byte[] Bytes()
    {
        Port(12, _last, 1);
        return new Message().Number(1, 7).Child(7, _graph).Child(8, new Message().Number(2, Opset)).Bytes;
    }

    public static Message Tensor(string name, int type, params int[] dimensions) =>
        new Message().Numbers(1, dimensions.Select(d => (long)d)).Number(2, type).Text(8, name);

    private static Message Attribute(string name, object value) => value switch
    {
        int i => new Message().Text(1, name).Number(3, i).Number(20, 2),
        float f => new Message().Text(1, name).Float(2, f).Number(20, 1),
        string s => new Message().Text(1, name).Text(4, s).Number(20, 3),
        Message tensor => new Message().Text(1, name).Child(5, tensor).Number(20, 4),
        long[] all => new Message().Text(1, name).Numbers(8, all).Number(20, 7),
        _ => throw new ArgumentException($"no attribute is a {value.GetType()}"),
    };

    private OnnxWriter Port(int field, string name, int type, params long[] dimensions)
    {
        var shape = new Message();
        foreach (var d in dimensions) shape.Child(1, d == 0 ? new Message().Text(2, "batch") : new Message()
            .Number(1, d));
        var tensor = new Message().Number(1, type);
        if (dimensions.Length > 0) tensor.Child(2, shape);
        return With(g => g.Child(field, new Message().Text(1, name).Child(2, new Message().Child(1, tensor))));
    }

    private OnnxWriter With(Action<Message> add)
    {
        add(_graph);
        return this;
    }
}
