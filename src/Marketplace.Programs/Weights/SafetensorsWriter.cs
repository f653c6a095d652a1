using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Programs.Weights;

/// <summary>The one writing of a set of tensors as a safetensors file.</summary>
/// <remarks>
/// The header holds {"format":"pt"} as metadata, then the tensors: four-byte elements before i8, so that all lie at
/// multiples of their size, and each kind by name in ordinal order; the data follows in the same order without gaps.
/// The header is filled with spaces to a multiple of 8.
/// </remarks>
public sealed class SafetensorsWriter
{
    private const int Chunk = 1 << 16;

    private readonly NamedTensor[] _tensors;
    private readonly byte[] _header;

    /// <param name="tensors">Names of printable ASCII without space, quote and backslash; dimensions none to four,
    /// each ≥ 1.</param>
    public SafetensorsWriter(IEnumerable<NamedTensor> tensors)
    {
        _tensors = [.. tensors.OrderByDescending(t => Size(t.Tensor)).ThenBy(t => t.Name, StringComparer.Ordinal)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        foreach (var (name, dimensions, tensor) in _tensors)
        {
            Invariant.That(IsPlain(name) && names.Add(name), "a tensor has a plain name of its own");
            Invariant.That(
                dimensions.Count <= Shape.MaxRank && SafetensorsEntry.ShapeOf(dimensions).Elements == tensor.Shape.Elements,
                "the dimensions of a tensor hold its elements");
            var end = DataLength + (Size(tensor) * tensor.Shape.Elements);
            header.Append(CultureInfo.InvariantCulture, $",\"{name}\":{{\"dtype\":\"{tensor.Type}\",");
            header.Append(CultureInfo.InvariantCulture, $"\"shape\":[{string.Join(',', dimensions)}],");
            header.Append(CultureInfo.InvariantCulture, $"\"data_offsets\":[{DataLength},{end}]}}");
            DataLength = end;
        }

        header.Append('}').Append(' ', (8 - header.Length % 8) % 8);
        _header = Encoding.ASCII.GetBytes(header.ToString());
        Invariant.That(_header.Length <= SafetensorsHeader.MaxBytes, "the header of a tensor file can be read again");
    }

    /// <summary>Bytes of the tensors alone.</summary>
    public long DataLength { get; }

    /// <summary>Bytes of the whole file.</summary>
    public long Length => 8 + _header.Length + DataLength;

    /// <summary>Whether a tensor may have this name.</summary>
    public static bool IsPlain(string name) => name.Length is > 0 and <= 512 && name != SafetensorsHeader.MetadataName
        // Printable ASCII that JSON writes as it is.
        && name.All(c => c is > ' ' and <= '~' and not ('"' or '\\'));

    /// <summary>The dimensions of a shape without the leading ones; [1] if there is no other.</summary>
    public static IReadOnlyList<int> Dimensions(Shape shape) =>
        [.. new[] { shape.D0, shape.D1, shape.D2, shape.D3 }
            .SkipWhile((d, axis) => d == 1 && axis < Shape.MaxRank - 1).Select(d => checked((int)d))];

    public void WriteTo(Stream stream)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)_header.Length);
        stream.Write(length);
        stream.Write(_header);
        foreach (var (_, _, tensor) in _tensors) WriteElements(stream, tensor);
    }

    private static void WriteElements(Stream stream, Tensor tensor)
    {
        var size = Size(tensor);
        if (size == 4 && BitConverter.IsLittleEndian)
        {
            for (var rest = tensor.Words.AsSpan(); rest.Length > 0; rest = rest[Math.Min(Chunk, rest.Length)..])
                stream.Write(MemoryMarshal.AsBytes(rest[..Math.Min(Chunk, rest.Length)]));
            return;
        }

        var buffer = new byte[(int)Math.Min(Chunk, size * tensor.Shape.Elements)];
        for (long done = 0; done < tensor.Shape.Elements;)
        {
            var count = (int)Math.Min(buffer.Length / size, tensor.Shape.Elements - done);
            for (var i = 0; i < count; i++)
            {
                if (size == 1) buffer[i] = (byte)tensor.Element(done + i);
                else BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(4 * i), tensor.Words[done + i]);
            }

            stream.Write(buffer, 0, count * size);
            done += count;
        }
    }

    /// <summary>Bytes of an element in a file, whose rows have no gaps.</summary>
    private static int Size(Tensor tensor) => tensor.Type == ElementType.I8 ? 1 : 4;
}
