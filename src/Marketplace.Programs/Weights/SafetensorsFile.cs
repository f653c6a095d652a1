using System.Buffers.Binary;
using Marketplace.Operators;

namespace Marketplace.Programs.Weights;

/// <summary>A safetensors file of any size, of which one tensor at a time is loaded.</summary>
public sealed class SafetensorsFile
{
    private readonly Stream _stream;
    private readonly long _data;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    private SafetensorsFile(Stream stream, long data, SafetensorsHeader header)
    {
        (_stream, _data, Header) = (stream, data, header);
        _entries = header.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
    }

    public SafetensorsHeader Header { get; }

    /// <summary>Reads and checks the header; the stream stays the caller's, and has to live as long as this.</summary>
    /// <param name="stream">Seekable; the file is all of it.</param>
    /// <exception cref="FormatException">It is no such file; one sentence says why.</exception>
    public static SafetensorsFile Open(Stream stream)
    {
        stream.Position = 0;
        var first = new byte[(int)Math.Min(ForeignFile.Prefix, stream.Length)];
        var length = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        var header = HeaderLength(first.AsSpan(0, length), stream.Length);
        var utf8 = new byte[header];
        stream.Position = 8;
        if (stream.ReadAtLeast(utf8, header, throwOnEndOfStream: false) < header)
            throw new FormatException("The tensor file ends inside its header.");
        return new SafetensorsFile(stream, 8 + header, SafetensorsHeader.Parse(utf8, stream.Length - 8 - header));
    }

    /// <param name="name">Of a tensor of the header.</param>
    /// <returns>F32, I32 or I8; the bits as they are, NaNs too.</returns>
    /// <exception cref="FormatException">There is no such tensor, or an int64 of it does not fit int32.</exception>
    public Tensor Read(string name)
    {
        if (!_entries.TryGetValue(name, out var entry)) throw new FormatException($"The file holds no tensor {name}.");
        _stream.Position = _data + entry.Begin;
        return StoredElements.Read(_stream, entry.Type, entry.Shape, entry.Name);
    }

    private static int HeaderLength(ReadOnlySpan<byte> first, long fileLength)
    {
        if (first.Length >= 9)
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(first);
            if (length <= SafetensorsHeader.MaxBytes && length <= (ulong)fileLength - 8 && first[8] == (byte)'{')
                return (int)length;
        }

        if (ForeignFile.IsPickle(first)) throw new FormatException(ForeignFile.PickleRefusal);
        if (first.Length < 8) throw new FormatException("A tensor file begins with 8 bytes of length.");
        var declared = BinaryPrimitives.ReadUInt64LittleEndian(first);
        throw new FormatException(
            declared > (ulong)fileLength - 8 ? "The header is longer than the tensor file."
            : declared > SafetensorsHeader.MaxBytes ? $"The header of a tensor file has at most {SafetensorsHeader.MaxBytes} bytes."
            : "The header of a tensor file begins with {.");
    }
}
