using System.Runtime.InteropServices;
using Marketplace.Operators;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs;

/// <summary>Named tensors in the safetensors format: header length (8 bytes, little-endian), JSON header, data. Written
/// are F32, I32 and I8; F16, BF16 and I64 are read as well.</summary>
public static class Safetensors
{
    /// <summary>One writing for each set of tensors; leading dimensions of one are not written.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        Write(tensors.Select(t => new NamedTensor(t.Key, SafetensorsWriter.Dimensions(t.Value.Shape), t.Value)));

    /// <summary>One writing for each set of tensors, with these dimensions: readers that compare shapes see [1, 5] and
    /// [5] as different.</summary>
    public static byte[] Write(IEnumerable<NamedTensor> tensors)
    {
        var writer = new SafetensorsWriter(tensors);
        var bytes = new byte[checked((int)writer.Length)];
        using var stream = new MemoryStream(bytes);
        writer.WriteTo(stream);
        return bytes;
    }

    /// <summary>Reads all tensors of a file, each of rank up to four and not empty.</summary>
    /// <exception cref="FormatException">It is no such file; one sentence says why.</exception>
    public static SortedDictionary<string, Tensor> Read(ReadOnlyMemory<byte> bytes)
    {
        using var stream = StreamOver(bytes);
        var file = SafetensorsFile.Open(stream);
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var entry in file.Header.Entries) tensors.Add(entry.Name, file.Read(entry.Name));
        return tensors;
    }

    /// <summary>A stream that reads these bytes, without a copy where they lie in an array.</summary>
    internal static Stream StreamOver(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
