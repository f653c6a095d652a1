using Marketplace.Primitives;

namespace Marketplace.Protocol.Market;

/// <summary>Who gets what when a game ends (M4): the settlement of JobMarket.sol. Divisions round down, the remainder is
/// burned (M5).</summary>
internal static class Settlement
{
    /// <summary>The solver has lost a game: half of the stake to the games that stood before it opened, the rest burned.</summary>
    public static MarketBook Slash(MarketBook book, ulong job, Address challenger, byte tier, ushort limit, ushort peers)
    {
        var j = book.JobOf(job);
        var stake = j.Terms.Stake;
        var share = stake / 2 / peers;
        var others = (ushort)(j.Open - 1);
        book = book.Credited(challenger, j.Terms.BondOf(tier) + share);
        if (others == 0)
        {
            book = book.Lost(stake - share);
        }
        else
        {
            var pool = stake / 2 - share;
            var rest = new SlashedPool(share, pool, limit, others);
            book = book with { Slashed = book.Slashed.SetItem((job, j.Round), rest) };
            book = book.Lost(stake - share - pool);
        }

        return book.With(job, j with { State = JobState.Slashed, Open = 0 });
    }

    /// <summary>The challenger has lost: half of its bond to the solver, the rest burned.</summary>
    public static MarketBook LoseBond(MarketBook book, ulong job, byte tier)
    {
        var j = book.JobOf(job);
        var bond = j.Terms.BondOf(tier);
        return book
            .With(job, j with { Open = (ushort)(j.Open - 1) })
            .Credited(j.Solver, bond / 2)
            .Lost(bond - bond / 2);
    }

    /// <summary>The round ends without a result, and nobody has lost a game.</summary>
    public static MarketBook Expire(MarketBook book, ulong job)
    {
        var j = book.JobOf(job);
        // A quarter of the stake is lost: half of it consoles the submitter, the rest is burned (D8, M3).
        var lost = j.Terms.Stake / 4;
        var consolation = lost / 2;
        return book
            .With(job, j with { State = JobState.Expired })
            .Credited(j.Submitter, consolation)
            .Credited(j.Solver, j.Terms.Stake - lost)
            .Lost(lost - consolation);
    }

    /// <summary>The round has ended by another game: the bond back, and a share for those who were there before (D7).</summary>
    public static MarketBook ReturnBond(
        MarketBook book, ulong job, uint round, Address challenger, byte tier, ushort sequence)
    {
        var r = book.Slashed[(job, round)];
        var share = sequence < r.Limit ? r.Share : Wei.Zero;
        r = r with { Pool = r.Pool - share, Open = (ushort)(r.Open - 1) };
        book = book.Credited(challenger, book.JobOf(job).Terms.BondOf(tier) + share);
        if (r.Open == 0)
        {
            book = book.Lost(r.Pool);
            r = r with { Pool = Wei.Zero };
        }

        return book with { Slashed = book.Slashed.SetItem((job, round), r) };
    }
}
