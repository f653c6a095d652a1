using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Primitives;

/// <summary>keccak256 of as many messages of one length as a lane holds: rate 136 bytes, padding 0x01 … 0x80
/// (C0).</summary>
internal static unsafe class KeccakSponge<T, TLanes>
    where T : unmanaged
    where TLanes : struct, IKeccakLanes<T>
{
    private const int StateLanes = 25;
    private const int RateLanes = 17;

    // What is read of a message at once, in bytes and in lanes.
    private const int Piece = 64;
    private const int PieceLanes = 8;

    // What is laid out before it is hashed, where there is code for that: a leaf has two blocks, a node one.
    private const int MostBlocks = 3;

    // Of longer messages the machine finds the way by itself.
    private const int LongestFetched = 256;

    /// <param name="messages">As many as a lane holds.</param>
    /// <param name="stride">Bytes from the beginning of one message to the next.</param>
    /// <param name="length">Bytes of each.</param>
    /// <param name="hashes">One for each message.</param>
    public static void Hash(byte* messages, nint stride, nint length, Hash32* hashes)
    {
        if (TLanes.HasCode && length < MostBlocks * RateLanes * sizeof(ulong)) HashReady(messages, stride, (int)length, hashes);
        else HashInTurn(messages, stride, length, hashes);
    }

    /// <summary>Lays out all blocks, then hashes them.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void HashReady(byte* messages, nint stride, int length, Hash32* hashes)
    {
        // Aligned, and with place for a piece beyond the end.
        var memory = stackalloc byte[(MostBlocks * RateLanes + PieceLanes + 1) * sizeof(T)];
        var lanes = Aligned(memory);
        var count = length / (RateLanes * sizeof(ulong)) + 1;
        var whole = length / Piece;
        for (var i = 0; i < whole; i++) TLanes.Read(messages + i * Piece, stride, lanes + i * PieceLanes);
        var end = whole * PieceLanes;
        if (length == whole * Piece)
        {
            lanes[end++] = TLanes.All(1);
        }
        else
        {
            ReadTail(messages + whole * Piece, stride, length - whole * Piece, lanes + end);
            end += PieceLanes;
        }

        var last = count * RateLanes - 1;
        for (; end <= last; end++) lanes[end] = TLanes.All(0);
        lanes[last] = TLanes.Xor(lanes[last], TLanes.All(1UL << 63));
        Fetch(messages + TLanes.Width * stride, TLanes.Width * stride);
        TLanes.Hash(lanes, count, lanes);
        TLanes.Write(lanes, hashes);
    }

    /// <summary>Takes in block after block.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void HashInTurn(byte* messages, nint stride, nint length, Hash32* hashes)
    {
        // The block has place for a piece beyond its end.
        var memory = stackalloc byte[(StateLanes + RateLanes + PieceLanes + 1) * sizeof(T)];
        var state = Aligned(memory);
        var block = state + StateLanes;
        for (var i = 0; i < StateLanes; i++) state[i] = TLanes.All(0);

        if (length <= LongestFetched) Fetch(messages + TLanes.Width * stride, TLanes.Width * stride);
        var filled = 0;
        for (; length >= Piece; length -= Piece, messages += Piece)
        {
            TLanes.Read(messages, stride, block + filled);
            filled = Absorb(state, block, filled + PieceLanes);
        }

        if (length == 0)
        {
            block[filled] = TLanes.All(1);
        }
        else
        {
            ReadTail(messages, stride, (int)length, block + filled);
            filled = Absorb(state, block, filled + (int)length / 8);
        }

        for (var i = filled + 1; i < RateLanes; i++) block[i] = TLanes.All(0);
        block[RateLanes - 1] = TLanes.Xor(block[RateLanes - 1], TLanes.All(1UL << 63));
        KeccakPermutation<T, TLanes>.Permute(state, block);
        TLanes.Write(state, hashes);
    }

    /// <summary>Asks for what will most likely be hashed next: with every page the machine's own fetching begins anew.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(byte* next, nint bytes)
    {
        if (!Sse.IsSupported) return;
        for (nint i = 0; i < bytes; i += Piece) Sse.Prefetch0(next + i);
    }

    /// <summary>An unaligned vector would lie in two cache lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* Aligned(byte* memory) => (T*)(((nuint)memory + (nuint)sizeof(T) - 1) & ~((nuint)sizeof(T) - 1));

    /// <summary>Permutes a block that is full and brings what lies beyond its end to its beginning. Returns how far the
    /// block is filled then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Absorb(T* state, T* block, int filled)
    {
        if (filled < RateLanes) return filled;
        KeccakPermutation<T, TLanes>.Permute(state, block);
        for (var i = 0; i < PieceLanes; i++) block[i] = block[RateLanes + i];
        return filled - RateLanes;
    }

    /// <summary>The last bytes of each message with the padding's first byte behind them, as eight lanes.</summary>
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
