using System.Buffers.Binary;
using Marketplace.Primitives;

namespace Marketplace.Merkle;

/// <summary>The commitment to a dissection (B8): values v_0 … v_n, one leaf for each neighbouring pair, so that a turn
/// opens one pair.</summary>
public static class DissectionTree
{
    /// <summary>Cuts of a dissection by roots.</summary>
    public const int Arity = 16;

    /// <summary>Cuts of a dissection by accumulators (TERM).</summary>
    public const int TermArity = 64;

    /// <summary>Segments that one TERM leaf covers: it holds nine values.</summary>
    public const int SegmentsPerChunk = 8;

    /// <summary>Bytes of a TERM leaf.</summary>
    public const int ChunkSize = 4 * (SegmentsPerChunk + 1);

    /// <summary>⌈length / arity⌉ units a segment.</summary>
    public static long Stride(long length, int arity) => (length + arity - 1) / arity;

    /// <summary>n = ⌈length / stride⌉; there are n + 1 values.</summary>
    public static int Segments(long length, int arity)
    {
        var stride = Stride(length, arity);
        return (int)((length + stride - 1) / stride);
    }

    /// <summary>Where value v_i stands: min(length, i · stride).</summary>
    public static long Position(long length, int arity, int i) => Math.Min(length, i * Stride(length, arity));

    /// <summary>The n leaves H(v_i ‖ v_i+1).</summary>
    public static Hash32[] PairLeaves(ReadOnlySpan<Hash32> values)
    {
        Invariant.That(values.Length >= 2, "a dissection has at least one segment");
        var leaves = new Hash32[values.Length - 1];
        for (var i = 0; i < leaves.Length; i++) leaves[i] = Keccak.Hash(values[i], values[i + 1]);
        return leaves;
    }

    public static Hash32 PairRoot(ReadOnlySpan<Hash32> values) => MerkleTree.Root(PairLeaves(values));

    public static Hash32[] PairPath(ReadOnlySpan<Hash32> values, int segment) =>
        MerkleTree.Path(PairLeaves(values), segment);

    /// <summary>TERM leaf q before hashing: v_8q … v_8q+8, most significant byte first, zero-filled past v_n.</summary>
    public static byte[] TermChunk(ReadOnlySpan<uint> values, int chunk)
    {
        var bytes = new byte[ChunkSize];
        for (var i = 0; i <= SegmentsPerChunk; i++)
        {
            var value = chunk * SegmentsPerChunk + i;
            if (value < values.Length) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), values[value]);
        }

        return bytes;
    }

    /// <summary>The ⌈n / 8⌉ leaves of a TERM dissection.</summary>
    public static Hash32[] TermLeaves(ReadOnlySpan<uint> values)
    {
        Invariant.That(values.Length >= 2, "a dissection has at least one segment");
        var leaves = new Hash32[(values.Length - 1 + SegmentsPerChunk - 1) / SegmentsPerChunk];
        for (var i = 0; i < leaves.Length; i++) leaves[i] = Keccak.Hash(TermChunk(values, i));
        return leaves;
    }

    public static Hash32 TermRoot(ReadOnlySpan<uint> values) => MerkleTree.Root(TermLeaves(values));

    /// <summary>The path of the leaf that holds a segment's two values.</summary>
    public static Hash32[] TermPath(ReadOnlySpan<uint> values, int segment) =>
        MerkleTree.Path(TermLeaves(values), segment / SegmentsPerChunk);
}
