using System.Buffers.Binary;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>Where the market keeps its games: the order of the contracts' state variables.</summary>
public static class Layout
{
    /// <summary>jobCount with burned, jobs, slashed rounds, balances, games.</summary>
    private const ulong Games = 4;

    /// <summary>The slot of one game.</summary>
    public static Hash32 Game(Hash32 id) => new Packer().Word(id).Wide(Games).Hash();
}

/// <summary>All that an opening is judged by, beside its own bytes.</summary>
public sealed record OpeningSite(ulong Job, Hash32 Game, Address Challenger, byte[] Salt, GameState Fresh, ClaimedJob Claimed, uint Block)
{
    public int Intervals => (int)((Claimed.Steps + Claimed.Interval - 1) / Claimed.Interval);

    /// <summary>What the contract stores for a commitment (B10).</summary>
    public Hash32 Committed(Hash32 commitment)
    {
        var word = commitment.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(word.AsSpan(24), Fresh.Sequence);
        word[26] = Fresh.Tier;
        BinaryPrimitives.WriteUInt32BigEndian(word.AsSpan(27), Block);
        word[31] = 0x02;
        return new Hash32(word);
    }
}
