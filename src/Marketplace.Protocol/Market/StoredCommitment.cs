using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Market;

/// <summary>A commitment in its one word (B10): its first 24 bytes ‖ sequence 2 ‖ tier 1 ‖ block 4 ‖ 0x02.</summary>
/// <param name="Head">The word, of which the first 24 bytes count.</param>
internal readonly record struct StoredCommitment(Hash32 Head, ushort Sequence, byte Tier, ulong Block)
{
    private const int HeadBytes = 24;
    private const byte Mark = 2;

    public static Hash32 Pack(Hash32 commitment, ushort sequence, byte tier, ulong block) => new(new Packer()
        .Bytes(commitment.ToArray().AsSpan(0, HeadBytes))
        .Number(sequence, 2)
        .Number(tier, 1)
        // Cut to 32 bits as in the contract, which masks without a check.
        .Number(block & uint.MaxValue, 4)
        .Number(Mark, 1)
        .ToArray());

    /// <returns>null if the word is no commitment.</returns>
    public static StoredCommitment? Read(Hash32 stored)
    {
        var bytes = stored.ToArray();
        if (bytes[31] != Mark) return null;
        return new StoredCommitment(
            stored, (ushort)Cursor.Load(bytes, 24, 2), bytes[26], Cursor.Load(bytes, 27, 4));
    }

    public bool IsOf(Hash32 commitment) =>
        Head.ToArray().AsSpan(0, HeadBytes).SequenceEqual(commitment.ToArray().AsSpan(0, HeadBytes));
}
