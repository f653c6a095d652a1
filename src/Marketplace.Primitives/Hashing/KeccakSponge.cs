using System.Runtime.CompilerServices;

namespace Marketplace.Primitives;

/// <summary>keccak256 of as many messages of one length as a lane holds: rate 136 bytes, padding 0x01 … 0x80
/// (C0).</summary>
internal static unsafe class KeccakSponge<T, TLanes>
    where T : unmanaged
    where TLanes : struct, IKeccakLanes<T>
{
    private const int Lanes = 25;
    private const int RateLanes = 17;

    // What is read of a message at once, in bytes and in lanes.
    private const int Piece = 64;
    private const int PieceLanes = 8;

    /// <param name="messages">As many as a lane holds.</param>
    /// <param name="stride">Bytes from the beginning of one message to the next.</param>
    /// <param name="length">Bytes of each.</param>
    /// <param name="hashes">One for each message.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(byte* messages, nint stride, nint length, Hash32* hashes)
    {
        // Aligned: an unaligned vector would lie in two cache lines.
        var memory = stackalloc byte[(Lanes + PieceLanes + 1) * sizeof(T)];
        var state = (T*)(((nuint)memory + (nuint)sizeof(T) - 1) & ~((nuint)sizeof(T) - 1));
        var piece = state + Lanes;
        new Span<T>(state, Lanes).Clear();

        var filled = 0;
        for (; length >= Piece; length -= Piece, messages += Piece)
        {
            TLanes.Read(messages, stride, piece);
            filled = Absorb(state, filled, piece, PieceLanes);
        }

        var padding = TLanes.All(1);
        if (length > 0)
        {
            ReadTail(messages, stride, (int)length, piece);
            filled = Absorb(state, filled, piece, (int)length / 8);
            padding = piece[length / 8];
        }

        state[filled] = TLanes.Xor(state[filled], padding);
        state[RateLanes - 1] = TLanes.Xor(state[RateLanes - 1], TLanes.All(1UL << 63));
        KeccakPermutation<T, TLanes>.Permute(state);
        TLanes.Write(state, hashes);
    }

    /// <summary>Adds lanes to a block that is filled so far; a full block is permuted. Returns how far the block is
    /// filled then.</summary>
    private static int Absorb(T* state, int filled, T* lanes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            state[filled] = TLanes.Xor(state[filled], lanes[i]);
            if (++filled < RateLanes) continue;
            KeccakPermutation<T, TLanes>.Permute(state);
            filled = 0;
        }

        return filled;
    }

    /// <summary>The last bytes of each message with the first byte of the padding behind them, as eight lanes.</summary>
    private static void ReadTail(byte* messages, nint stride, int length, T* lanes)
    {
        var tails = stackalloc byte[Piece * TLanes.Width];
        new Span<byte>(tails, Piece * TLanes.Width).Clear();
        for (var i = 0; i < TLanes.Width; i++)
        {
            var tail = new Span<byte>(tails + i * Piece, Piece);
            new ReadOnlySpan<byte>(messages + i * stride, length).CopyTo(tail);
            tail[length] = 0x01;
        }

        TLanes.Read(tails, Piece, lanes);
    }
}
