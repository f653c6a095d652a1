using System.Buffers.Binary;
using System.Collections.Immutable;
using Marketplace.Numerics;

namespace Marketplace.Programs.Onnx;

/// <summary>What a value's elements are.</summary>
internal enum OnnxKind
{
    Float,

    /// <summary>int64 or int32; in the graph of a step int32.</summary>
    Int,

    /// <summary>In the graph of a step the floats 0 and 1.</summary>
    Bool,
}

/// <summary>A tensor that stands in the file (TensorProto).</summary>
/// <param name="Elements">One for each element: a float's pattern, an integer, 0 or 1.</param>
internal sealed record OnnxTensor(string Name, OnnxKind Kind, ImmutableArray<int> Dimensions, long[] Elements)
{
    private const int Float = 1, UInt8 = 2, Int8 = 3, Int32 = 6, Int64 = 7, Bool = 9;

    /// <exception cref="FormatException">Another element type, data in another file, or not as many as the dimensions
    /// say.</exception>
    public static OnnxTensor Read(ReadOnlyMemory<byte> message)
    {
        var (name, type) = ("", 0L);
        ReadOnlyMemory<byte>? raw = null;
        List<long> dimensions = [], integers = [];
        List<uint> floats = [];
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) reader.Int64s(dimensions);
            else if (reader.Field == 2) type = reader.Int64();
            else if (reader.Field == 3)
                throw new FormatException("The ONNX file has a tensor in segments, which is not supported.");
            else if (reader.Field == 4) reader.Floats(floats);
            else if (reader.Field is 5 or 7) reader.Int64s(integers);
            else if (reader.Field == 8) name = reader.Text();
            else if (reader.Field == 9) raw = reader.Bytes();
            else if (reader.Field == 13 || (reader.Field == 14 && reader.Int64() != 0)) throw External(name);
            else if (reader.Field != 14) reader.Skip();
        }

        var shown = JsonMembers.Shown(name);
        var (kind, size) = KindOf(type, shown);
        var given = raw is { } bytes ? bytes.Length / size : kind == OnnxKind.Float ? floats.Count : integers.Count;
        var sides = Sides(dimensions, shown, given, raw is not null && raw.Value.Length % size != 0);
        var elements = raw is { } data ? Decoded(data.Span, type, given, size)
            : kind == OnnxKind.Float ? [.. floats.Select(f => (long)f)] : [.. integers];
        if (kind == OnnxKind.Bool && elements.Any(e => e is not (0 or 1)))
            throw new FormatException($"The tensor {shown} of the ONNX file has truth values other than 0 and 1.");
        if (kind == OnnxKind.Float)
        {
            for (var i = 0; i < elements.Length; i++) elements[i] = Law.Canonical((uint)elements[i]);
        }

        return new OnnxTensor(name, kind, sides, elements);
    }

    /// <summary>The kind of an element type of ONNX, and how many bytes an element has.</summary>
    public static (OnnxKind Kind, int Size) KindOf(long type, string of) => type switch
    {
        Float => (OnnxKind.Float, 4),
        Int64 => (OnnxKind.Int, 8),
        Int32 => (OnnxKind.Int, 4),
        UInt8 or Int8 => (OnnxKind.Int, 1),
        Bool => (OnnxKind.Bool, 1),
        _ => throw new FormatException(
            $"{of} of the ONNX file has the element type {type}: "
            + "only float32, integers of 8, 32 and 64 bits and truth values are read."),
    };

    private static ImmutableArray<int> Sides(List<long> dimensions, string shown, long given, bool broken)
    {
        if (dimensions.Count > OnnxValue.MaxRank)
            throw new FormatException($"The tensor {shown} of the ONNX file has a rank above {OnnxValue.MaxRank}.");
        var elements = (Int128)1;
        foreach (var d in dimensions)
        {
            if (d is < 0 or > int.MaxValue)
                throw new FormatException($"The tensor {shown} of the ONNX file has an impossible dimension.");
            // Once too many, always too many: only a dimension of nothing would undo it.
            elements = Int128.Min(elements * d, long.MaxValue);
        }

        if (broken || elements != given)
            throw new FormatException(
                $"The tensor {shown} of the ONNX file does not have as many elements as its dimensions say.");
        return [.. dimensions.Select(d => (int)d)];
    }

    private static long[] Decoded(ReadOnlySpan<byte> raw, long type, int count, int size)
    {
        var elements = new long[count];
        for (var i = 0; i < count; i++)
        {
            var element = raw.Slice(i * size, size);
            elements[i] = type switch
            {
                Float => BinaryPrimitives.ReadUInt32LittleEndian(element),
                Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
                Int8 => (sbyte)element[0],
                _ => element[0],
            };
        }

        return elements;
    }

    private static FormatException External(string name) =>
        new($"The tensor {JsonMembers.Shown(name)} of the ONNX file keeps its data in another file, "
            + "which is not read.");
}
