using System.Collections.Immutable;
using Marketplace.Primitives;

namespace Marketplace.Protocol.Market;

/// <summary>The accounts that may lock a job (M12), and the proof that one is among them (B19).</summary>
/// <remarks>Nodes are hashed in ascending order, so that a proof needs no positions; an odd node goes up as it is.</remarks>
public sealed class AllowList
{
    private readonly ImmutableArray<ImmutableArray<Hash32>> _levels;

    private AllowList(ImmutableArray<ImmutableArray<Hash32>> levels) => _levels = levels;

    /// <summary>What stands in a job's terms.</summary>
    public Hash32 Root => _levels[^1][0];

    /// <param name="accounts">One or more, in any order; who stands there twice counts once.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static AllowList Of(IEnumerable<Address> accounts)
    {
        var level = accounts.Distinct().Select(Leaf).OrderBy(l => l.ToString(), StringComparer.Ordinal).ToImmutableArray();
        if (level.IsEmpty) throw new ArgumentException("A list of solvers names somebody.");
        var levels = ImmutableArray.CreateBuilder<ImmutableArray<Hash32>>();
        levels.Add(level);
        while (level.Length > 1)
        {
            level = [.. level.Chunk(2).Select(pair => pair.Length == 2 ? Node(pair[0], pair[1]) : pair[0])];
            levels.Add(level);
        }

        return new AllowList(levels.ToImmutable());
    }

    /// <summary>The siblings from the leaf up.</summary>
    /// <returns>null if the account is not on the list.</returns>
    public IReadOnlyList<Hash32>? ProofOf(Address account)
    {
        var index = _levels[0].IndexOf(Leaf(account));
        if (index < 0) return null;
        var proof = new List<Hash32>();
        foreach (var level in _levels)
        {
            if ((index ^ 1) < level.Length) proof.Add(level[index ^ 1]);
            index /= 2;
        }

        return proof;
    }

    /// <summary>Does the proof show that the account is on the list with this root?</summary>
    public static bool Admits(Hash32 root, Address account, IEnumerable<Hash32> proof) =>
        proof.Aggregate(Leaf(account), Node) == root;

    private static Hash32 Leaf(Address account) => Keccak.Hash([2, .. account.ToArray()]);

    private static Hash32 Node(Hash32 a, Hash32 b) =>
        a.ToArray().AsSpan().SequenceCompareTo(b.ToArray()) < 0 ? Keccak.Hash(a, b) : Keccak.Hash(b, a);
}
