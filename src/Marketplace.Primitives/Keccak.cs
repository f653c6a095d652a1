using System.Runtime.Intrinsics;
using System.Runtime.InteropServices;

namespace Marketplace.Primitives;

/// <summary>keccak256 as the chain computes it (C0): of one message, or of many of one length at once.</summary>
public static unsafe class Keccak
{
    // A last group that is not full is filled up with zeros if its messages are no longer than this.
    private const int LongestFilledUp = 256;

    public static Hash32 Hash(ReadOnlySpan<byte> data)
    {
        Hash32 hash;
        fixed (byte* message = data) KeccakSponge<ulong, ScalarLanes>.Hash(message, 0, data.Length, &hash);
        return hash;
    }

    /// <summary>An inner node of every tree: keccak256(left ‖ right).</summary>
    public static Hash32 Hash(Hash32 left, Hash32 right)
    {
        ReadOnlySpan<Hash32> both = [left, right];
        return Hash(MemoryMarshal.AsBytes(both));
    }

    /// <summary>The hashes of messages of one length that lie one behind the other.</summary>
    /// <param name="messages">As many messages as there is place for hashes.</param>
    /// <param name="length">Bytes of each message, at least 1.</param>
    public static void HashMany(ReadOnlySpan<byte> messages, int length, Span<Hash32> hashes) =>
        HashMany(messages, length, hashes, KeccakPaths.Best);

    /// <inheritdoc cref="HashMany(ReadOnlySpan{byte}, int, Span{Hash32})"/>
    /// <param name="path">One that this machine has.</param>
    public static void HashMany(ReadOnlySpan<byte> messages, int length, Span<Hash32> hashes, KeccakPath path)
    {
        var fits = length > 0 && messages.Length == (long)length * hashes.Length;
        Invariant.That(fits, "there is a hash for every message");
        Invariant.That(path <= KeccakPaths.Best, "the machine has the path");
        fixed (byte* first = messages)
        fixed (Hash32* destination = hashes)
        {
            switch (path)
            {
                case KeccakPath.Avx512:
                    InGroups<Vector512<ulong>, Avx512Lanes>(first, length, hashes.Length, destination);
                    break;
                case KeccakPath.Avx2:
                    InGroups<Vector256<ulong>, Avx2Lanes>(first, length, hashes.Length, destination);
                    break;
                default:
                    InGroups<ulong, ScalarLanes>(first, length, hashes.Length, destination);
                    break;
            }
        }
    }

    private static void InGroups<T, TLanes>(byte* messages, int length, int count, Hash32* hashes)
        where T : unmanaged
        where TLanes : struct, IKeccakLanes<T>
    {
        var width = TLanes.Width;
        for (; count >= width; count -= width, messages += (nint)width * length, hashes += width)
            KeccakSponge<T, TLanes>.Hash(messages, length, length, hashes);

        // A whole group costs no more than one or two messages by themselves.
        if (count > 1 && length <= LongestFilledUp)
        {
            FilledUp<T, TLanes>(messages, length, count, hashes);
            return;
        }

        for (; count > 0; count--, messages += length, hashes++)
            KeccakSponge<ulong, ScalarLanes>.Hash(messages, 0, length, hashes);
    }

    private static void FilledUp<T, TLanes>(byte* messages, int length, int count, Hash32* hashes)
        where T : unmanaged
        where TLanes : struct, IKeccakLanes<T>
    {
        var group = stackalloc byte[TLanes.Width * length];
        var hashed = stackalloc Hash32[TLanes.Width];
        new Span<byte>(group, TLanes.Width * length).Clear();
        new ReadOnlySpan<byte>(messages, count * length).CopyTo(new Span<byte>(group, count * length));
        KeccakSponge<T, TLanes>.Hash(group, length, length, hashed);
        new ReadOnlySpan<Hash32>(hashed, count).CopyTo(new Span<Hash32>(hashes, count));
    }
}
