using Marketplace.Primitives;

namespace Marketplace.Protocol.Disputes;

/// <summary>The contract that a game is played on. It enters every id, so that no move counts elsewhere (D10).</summary>
public readonly record struct GameSite(ulong ChainId, Address Contract)
{
    /// <summary>Game id (B9).</summary>
    public Hash32 GameId(ulong job, uint round, Address challenger, uint nonce) =>
        Prefix(job, round, challenger, nonce).Hash();

    /// <summary>What a challenger commits to before it shows its opening (D1, B10).</summary>
    /// <param name="salt">16 bytes.</param>
    public Hash32 Commitment(ulong job, uint round, Address challenger, uint nonce, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> opening)
    {
        Invariant.That(salt.Length == 16, "A salt has 16 bytes.");
        return Prefix(job, round, challenger, nonce).Bytes(salt).Bytes(opening).Hash();
    }

    private Packer Prefix(ulong job, uint round, Address challenger, uint nonce) =>
        new Packer().Wide(ChainId).Address(Contract).Number(job, 8).Number(round, 4).Address(challenger).Number(nonce, 4);
}
