using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Marketplace.Primitives;

namespace Marketplace.Merkle;

/// <summary>How a tensor of rows × columns words is cut into leaves (B1): 64 words of one row, little-endian,
/// zero-filled at the row's end.</summary>
public static class TensorLeaves
{
    /// <summary>Bytes of a leaf.</summary>
    public const int Size = 256;

    /// <summary>Words of 4 bytes in a leaf.</summary>
    public const int Words = 64;

    // Leaves that are written out before they are hashed.
    private const int Batch = 64;

    /// <summary>⌈columns / 64⌉.</summary>
    public static long PerRow(long columns) => (columns + Words - 1) / Words;

    public static long Count(long rows, long columns) => rows * PerRow(columns);

    /// <summary>row · ⌈columns / 64⌉ + column / 64.</summary>
    public static long Number(long row, long column, long columns) => row * PerRow(columns) + column / Words;

    /// <summary>How many words of a leaf lie inside its row: 1 to 64.</summary>
    public static int WordsInside(long leaf, long columns)
    {
        var first = leaf % PerRow(columns) * Words;
        return (int)Math.Min(Words, columns - first);
    }

    /// <summary>Writes the 256 bytes of a leaf.</summary>
    /// <param name="words">rows · columns patterns, row by row.</param>
    public static void Write(ReadOnlySpan<uint> words, int columns, long leaf, Span<byte> destination)
    {
        var inside = Inside(words, columns, leaf);
        if (BitConverter.IsLittleEndian) MemoryMarshal.AsBytes(inside).CopyTo(destination);
        else BinaryPrimitives.ReverseEndianness(inside, MemoryMarshal.Cast<byte, uint>(destination)[..inside.Length]);
        destination[(4 * inside.Length)..Size].Clear();
    }

    /// <summary>The hashes of all leaves, in order.</summary>
    public static Hash32[] Hashes(ReadOnlySpan<uint> words, int rows, int columns)
    {
        Invariant.That(words.Length == (long)rows * columns, "a tensor has rows · columns words");
        var hashes = new Hash32[Count(rows, columns)];
        Hash(words, columns, 0, hashes, KeccakPaths.Best);
        return hashes;
    }

    /// <summary>The hashes of some leaves in a row, from <paramref name="first"/>.</summary>
    internal static void Hash(ReadOnlySpan<uint> words, int columns, int first, Span<Hash32> hashes, KeccakPath path)
    {
        // Leaves without a fill lie in the words as they are hashed.
        if (BitConverter.IsLittleEndian && columns % Words == 0)
        {
            var leaves = MemoryMarshal.AsBytes(words.Slice(first * Words, hashes.Length * Words));
            Keccak.HashMany(leaves, Size, hashes, path);
            return;
        }

        Span<byte> written = stackalloc byte[Batch * Size];
        while (hashes.Length > 0)
        {
            var count = Math.Min(Batch, hashes.Length);
            for (var i = 0; i < count; i++) Write(words, columns, first + i, written[(i * Size)..]);
            Keccak.HashMany(written[..(count * Size)], Size, hashes[..count], path);
            hashes = hashes[count..];
            first += count;
        }
    }

    /// <summary>Writes the hashes of the leaves that are named into their places.</summary>
    /// <param name="all">A place for every leaf of the tensor.</param>
    internal static void Hash(
        ReadOnlySpan<uint> words, int columns, ReadOnlySpan<int> leaves, Span<Hash32> all, KeccakPath path)
    {
        Span<byte> written = stackalloc byte[Batch * Size];
        Span<Hash32> hashed = stackalloc Hash32[Batch];
        while (leaves.Length > 0)
        {
            var batch = leaves[..Math.Min(Batch, leaves.Length)];
            leaves = leaves[batch.Length..];
            for (var i = 0; i < batch.Length; i++) Write(words, columns, batch[i], written[(i * Size)..]);
            Keccak.HashMany(written[..(batch.Length * Size)], Size, hashed[..batch.Length], path);
            for (var i = 0; i < batch.Length; i++) all[batch[i]] = hashed[i];
        }
    }

    /// <summary>Finds the leaves that differ between two tensors of one shape, among <paramref name="count"/> of them
    /// from <paramref name="first"/>. Returns how many there are.</summary>
    /// <param name="numbers">Takes their numbers, ascending; a place for each that is looked at.</param>
    internal static int Changed(
        ReadOnlySpan<uint> old, ReadOnlySpan<uint> words, int columns, int first, int count, Span<int> numbers)
    {
        var changed = 0;
        for (var leaf = first; leaf < first + count; leaf++)
        {
            if (!Inside(old, columns, leaf).SequenceEqual(Inside(words, columns, leaf))) numbers[changed++] = leaf;
        }

        return changed;
    }

    /// <summary>The words of a leaf that lie inside its row.</summary>
    private static ReadOnlySpan<uint> Inside(ReadOnlySpan<uint> words, int columns, long leaf)
    {
        var (row, place) = Math.DivRem(leaf, PerRow(columns));
        var first = (int)place * Words;
        return words.Slice((int)row * columns + first, Math.Min(Words, columns - first));
    }

    /// <summary>The eight 32-byte words of a leaf as nodes of the tree of depth 3 that the ELEMENT alphabet
    /// opens (B12).</summary>
    public static Hash32[] Nodes(ReadOnlySpan<byte> leaf)
    {
        var nodes = new Hash32[Size / Hash32.Size];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = new Hash32(leaf.Slice(i * Hash32.Size, Hash32.Size));
        return nodes;
    }
}
