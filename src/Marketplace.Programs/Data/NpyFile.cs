using System.Buffers.Binary;
using Marketplace.Operators;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Data;

/// <summary>An array in NumPy's .npy format, versions 1 to 3: little-endian f4, i4, i8 (where it fits int32), u1 and
/// u2, in C order.</summary>
/// <param name="Dimensions">None to four, each ≥ 1.</param>
/// <param name="Tensor">F32 or I32.</param>
public sealed record NpyFile(IReadOnlyList<int> Dimensions, Tensor Tensor)
{
    // NumPy's own bound for headers that it reads without being told to trust them.
    private const int MaxHeader = 10_000;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static bool IsNpy(ReadOnlySpan<byte> first) => first.StartsWith(Magic);

    /// <param name="stream">Seekable; the file is all of it.</param>
    /// <exception cref="FormatException">It is no such file, or of another type; one sentence says why.</exception>
    public static NpyFile Read(Stream stream)
    {
        stream.Position = 0;
        var (version, length) = ReadPrefix(stream);
        var utf8 = new byte[length];
        if (stream.ReadAtLeast(utf8, length, throwOnEndOfStream: false) < length)
            throw new FormatException("The npy file ends inside its header.");
        var header = NpyHeader.Parse(utf8);
        var shape = SafetensorsEntry.ShapeOf(header.Dimensions);
        var begin = (version == 1 ? 10 : 12) + length;
        if (stream.Length - begin != shape.Elements * StoredElements.Size(header.Type))
            throw new FormatException("The npy file does not have the length that its shape says.");
        stream.Position = begin;
        return new NpyFile(header.Dimensions, StoredElements.Read(stream, header.Type, shape, "of the npy file"));
    }

    private static (int Version, int Length) ReadPrefix(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[12];
        var there = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (there < prefix.Length || !IsNpy(prefix)) throw new FormatException("This is no npy file.");
        var (major, minor) = (prefix[6], prefix[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw new FormatException("The npy file is of another version than 1, 2 and 3.");
        var length = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (length > MaxHeader) throw new FormatException($"The header of an npy file has at most {MaxHeader} bytes.");
        stream.Position = major == 1 ? 10 : 12;
        return (major, (int)length);
    }
}
