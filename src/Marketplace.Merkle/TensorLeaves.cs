using System.Buffers.Binary;
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
        var perRow = PerRow(columns);
        var row = words.Slice((int)(leaf / perRow) * columns, columns);
        var first = (int)(leaf % perRow) * Words;
        var inside = Math.Min(Words, columns - first);
        for (var i = 0; i < inside; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(4 * i)..], row[first + i]);
        destination[(4 * inside)..Size].Clear();
    }

    /// <summary>The hashes of all leaves, in order.</summary>
    public static Hash32[] Hashes(ReadOnlySpan<uint> words, int rows, int columns)
    {
        Invariant.That(words.Length == (long)rows * columns, "a tensor has rows · columns words");
        var hashes = new Hash32[Count(rows, columns)];
        Span<byte> leaf = stackalloc byte[Size];
        for (var i = 0; i < hashes.Length; i++)
        {
            Write(words, columns, i, leaf);
            hashes[i] = Keccak.Hash(leaf);
        }

        return hashes;
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
