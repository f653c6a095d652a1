using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Simulation.Ledgers;

/// <summary>A commitment that has been made and neither opened nor ended.</summary>
public sealed record Pledge(Hash32 Id, ulong Job, uint Round, Address Challenger, uint Nonce, byte Tier, ushort Sequence, ulong Block);

/// <summary>Everything that a chain with one market on it holds, as one value: taking a block back is keeping the old one.</summary>
/// <param name="Wallets">Wei outside the market.</param>
/// <param name="Sunk">Wei swept out of everybody's reach.</param>
/// <param name="Games">Alive, in the order in which they were opened.</param>
/// <param name="Pledges">Alive, in the order in which they were made.</param>
public sealed record LedgerState(MarketBook Book, ImmutableDictionary<Address, Wei> Wallets)
{
    public Wei Sunk { get; init; }

    public ImmutableArray<GameRecord> Games { get; init; } = [];

    public ImmutableArray<Pledge> Pledges { get; init; } = [];

    /// <summary>Keys of verdicts that were given and not collected, in the order in which they were given.</summary>
    public ImmutableList<Hash32> Verdicts { get; init; } = [];

    /// <summary>Numbers of the job records that contested passes became, in order.</summary>
    public ImmutableArray<ulong> Records { get; init; } = [];

    /// <summary>The roots that each round claimed; a contested pass stands for those of its round.</summary>
    public ImmutableDictionary<(ulong Job, uint Round), ImmutableArray<Hash32>> Claims { get; init; } =
        ImmutableDictionary<(ulong, uint), ImmutableArray<Hash32>>.Empty;

    /// <summary>All events, in order.</summary>
    public ImmutableList<Fact> Facts { get; init; } = [];

    /// <summary>The numbers of all jobs: those that were posted, then contested passes.</summary>
    public IEnumerable<ulong> Jobs
    {
        get
        {
            for (ulong number = 1; number <= Book.JobCount; number++) yield return number;
            foreach (var record in Records) yield return record;
        }
    }

    /// <summary>Verdicts that were given and not collected.</summary>
    public IEnumerable<GivenVerdict> GivenVerdicts => Verdicts.Select(key => Book.Verdicts[key]);

    /// <summary>Every wei there is: it never changes (M5).</summary>
    public Wei Total()
    {
        var total = Sunk + Book.Holdings;
        foreach (var wallet in Wallets.Values) total += wallet;
        return total;
    }

    public Wei WalletOf(Address account) => Wallets.GetValueOrDefault(account);

    /// <summary>What an account has of a token outside the market, in its smallest units.</summary>
    public Wei WalletOf(Address token, Address account) =>
        Book.Tokens.GetValueOrDefault(token)?.BalanceOf(account) ?? Wei.Zero;

    /// <summary>The state after a call, or this one with the reason why it was refused.</summary>
    public (LedgerState Next, Reason Reason) Execute(Call call, IRules rules, Timestamp now, ulong block)
    {
        Invariant.That(WalletOf(call.Sender) >= call.Value, "an account spends what it has");
        var outcome = rules.Execute(Book, call, now, block);
        if (outcome.Reason != Reason.None) return (this, outcome.Reason);
        var paidIn = this with
        {
            Book = outcome.Book,
            Wallets = Wallets.SetItem(call.Sender, WalletOf(call.Sender) - call.Value),
        };
        return (FactWriter.Record(this, paidIn, call, outcome, now, block), Reason.None);
    }
}
