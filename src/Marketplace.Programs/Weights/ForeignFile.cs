using System.Buffers.Binary;

namespace Marketplace.Programs.Weights;

/// <summary>Files that could run code when another program loads them: they are named for what they are, and not
/// read.</summary>
public static class ForeignFile
{
    /// <summary>How many first bytes are enough to tell.</summary>
    public const int Prefix = 512;

    public const string PickleRefusal =
        "This is a pickle (or an archive that may hold one); weights are read from safetensors only.";

    /// <summary>Whether a file that is no safetensors file is a pickle, or a zip or tar archive.</summary>
    /// <remarks>Asked only of a file that has failed as safetensors: a header of 640 bytes begins with 0x80 0x02 too.
    /// </remarks>
    public static bool IsPickle(ReadOnlySpan<byte> first)
    {
        if (first.Length >= 2 && first[0] == 0x80 && first[1] is >= 2 and <= 5) return true;
        if (first.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(first) == 0x504b0304) return true;
        return first.Length >= 262 && first.Slice(257, 5).SequenceEqual("ustar"u8);
    }
}
