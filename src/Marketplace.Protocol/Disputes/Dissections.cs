using System.Buffers.Binary;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Protocol.Disputes;

/// <summary>Cutting a claimed transition of several units (D3, B8): nobody chooses positions. Mirror of Dissections.sol.</summary>
internal static class Dissections
{
    public const ulong RootArity = DissectionTree.Arity;
    public const ulong TermArity = DissectionTree.TermArity;

    /// <summary>Units per segment.</summary>
    public static ulong Stride(ulong length, ulong arity) => (length + arity - 1) / arity;

    public static ulong Segments(ulong length, ulong arity)
    {
        var stride = Stride(length, arity);
        return (length + stride - 1) / stride;
    }

    /// <summary>The place of segment <paramref name="i"/> in [start, start + length).</summary>
    public static (ulong Start, ulong Length) Place(ulong start, ulong length, ulong i, ulong arity)
    {
        var stride = Stride(length, arity);
        var rest = length - i * stride;
        return (start + i * stride, rest < stride ? rest : stride);
    }

    /// <summary>Opens one segment of a dissection of roots.</summary>
    public static (Hash32 From, Hash32 To) OpenPair(Cursor c, Hash32 root, ulong i, ulong count)
    {
        var levels = MerkleTree.Depth((long)count);
        var from = c.Word();
        var to = c.Word();
        var path = c.Words(levels);
        if (MerkleTree.RootFromPath(Keccak.Hash(from, to), (long)i, path) != root) throw new Refusal(Reason.WrongOpening);
        return (from, to);
    }

    /// <summary>v_0 … v_n: the first given, the others taken, but for the last one if it is computed, not claimed.</summary>
    public static Hash32[] TakeRoots(Cursor c, Hash32 first, ulong n, Hash32 last)
    {
        var values = new Hash32[n + 1];
        values[0] = first;
        var claimed = c.Words(last.IsZero ? (long)n : (long)n - 1);
        claimed.CopyTo(values, 1);
        if (!last.IsZero) values[n] = last;
        c.Finish();
        return values;
    }

    public static Hash32 RootOf(Hash32[] values)
    {
        var pairs = new Hash32[values.Length - 1];
        for (var i = 0; i < pairs.Length; i++) pairs[i] = Keccak.Hash(values[i], values[i + 1]);
        return MerkleTree.Root(pairs);
    }

    /// <summary>The accumulators v_0 … v_n of which v_1 … are taken, 4 bytes each; floats have to be canonical.</summary>
    public static uint[] TakeTerms(Cursor c, uint first, ulong n, bool integers)
    {
        var values = new uint[n + 1];
        values[0] = first;
        var bytes = c.Take(4 * (long)n).Span;
        c.Finish();
        for (var i = 0; i < (int)n; i++) values[i + 1] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 * i)..]);
        foreach (var value in integers ? [] : values.AsSpan(1)) RequireCanonical(value);
        return values;
    }

    /// <summary>Leaf q is the hash of v_8q … v_8q+8, zero-filled past v_n.</summary>
    public static Hash32 RootOfTerms(uint[] values) => DissectionTree.TermRoot(values);

    /// <summary>Opens segment <paramref name="i"/> of a TERM dissection: the accumulators at its start and end.</summary>
    public static (uint From, uint To) OpenTerm(Cursor c, Hash32 root, ulong i, ulong n)
    {
        var levels = MerkleTree.Depth((long)((n + 7) / 8));
        var chunk = c.Take(DissectionTree.ChunkSize).Span;
        var path = c.Words(levels);
        if (MerkleTree.RootFromPath(Keccak.Hash(chunk), (long)(i / 8), path) != root) throw new Refusal(Reason.WrongOpening);
        var at = 4 * (int)(i % 8);
        return (BinaryPrimitives.ReadUInt32BigEndian(chunk[at..]), BinaryPrimitives.ReadUInt32BigEndian(chunk[(at + 4)..]));
    }

    /// <summary>A NaN has one form (F4).</summary>
    public static void RequireCanonical(uint pattern)
    {
        if (Law.Canonical(pattern) != pattern) throw new Refusal(Reason.NotCanonical);
    }

    /// <summary>Values as an event carries them.</summary>
    public static byte[] Pack(Hash32[] values) => new Packer().Words(values).ToArray();

    public static byte[] Pack(uint[] values)
    {
        var packer = new Packer();
        foreach (var value in values) packer.Number(value, 4);
        return packer.ToArray();
    }
}
