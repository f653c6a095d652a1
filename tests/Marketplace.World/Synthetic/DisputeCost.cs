namespace Marketplace.World.Synthetic;

/// <summary>One transaction of a dispute.</summary>
/// <param name="Name">What it did and, of a turn, in which alphabet.</param>
/// <param name="ByChallenger">Who paid for it.</param>
/// <param name="Bytes">Of its calldata.</param>
/// <param name="Floor">Gas that nothing with this calldata can fall below (EIP-7623).</param>
/// <param name="Gas">As the receipt says, refunds taken off.</param>
public sealed record TransactionCost(string Name, bool ByChallenger, int Bytes, ulong Floor, ulong Gas)
{
    public override string ToString() =>
        $"{Name} by the {(ByChallenger ? "challenger" : "solver")}: {Gas} gas, {Bytes} bytes, floor {Floor}";

    /// <summary>21,000, and 10 for a zero byte, 40 for another.</summary>
    public static ulong FloorOf(byte[] calldata)
    {
        var zeros = (ulong)calldata.Count(b => b == 0);
        return 21_000 + 10 * zeros + 40 * ((ulong)calldata.Length - zeros);
    }
}

/// <summary>A whole dispute, from the commitment to the payout.</summary>
public sealed record DisputeCost(IReadOnlyList<TransactionCost> Transactions)
{
    /// <summary>Of both sides.</summary>
    public ulong Gas => Transactions.Aggregate(0UL, (sum, t) => sum + t.Gas);

    public TransactionCost Last => Transactions[^1];
}
