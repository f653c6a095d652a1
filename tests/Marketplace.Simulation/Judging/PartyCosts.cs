using Marketplace.Primitives;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Judging;

/// <summary>What a run cost one honest party.</summary>
/// <param name="Transactions">That it had to send and that were accepted, withdrawals counted; without those that end a game.</param>
/// <param name="Locked">The most that it had in stakes and bonds at a time.</param>
/// <param name="Delay">Seconds by which the job ended later than the window.</param>
/// <param name="Gain">Wei that it owns more than before; never less, for one who only challenges.</param>
public sealed record PartyCosts(int Transactions, Wei Locked, ulong Delay, Wei Gain)
{
    public static PartyCosts Of(Address account, Cast cast, LedgerState end, Wei capital)
    {
        var (locked, most, transactions) = (Wei.Zero, Wei.Zero, 0);
        foreach (var fact in end.Facts)
        {
            if (fact.Who != account) continue;
            // Whoever happens to end a game or a job, the keeper would have done it.
            if (fact.Kind is not (FactKind.Finalized or FactKind.Released or FactKind.Decided)) transactions++;
            if (fact.Kind is FactKind.Locked or FactKind.Committed) locked += fact.Amount;
            if (fact.Kind == FactKind.Released || (fact.Kind == FactKind.Decided && fact.ChallengerWon))
                locked -= cast.Terms.BondOf(fact.Tier);
            if (locked > most) most = locked;
        }

        var claimed = end.Facts.Last(f => f.Kind == FactKind.Claimed).At;
        var over = end.Facts.First(f => f.At >= claimed && f.Kind == FactKind.Finalized || (f.Kind == FactKind.Decided && f.ChallengerWon)).At;
        var window = claimed + cast.Terms.WindowSeconds;
        var has = end.WalletOf(account);
        return new PartyCosts(
            transactions, most, over > window ? over.Seconds - window.Seconds : 0, has > capital ? has - capital : Wei.Zero);
    }
}
