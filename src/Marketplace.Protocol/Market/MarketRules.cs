using Marketplace.Merkle;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Referee;

namespace Marketplace.Protocol.Market;

/// <summary>
/// Escrow, stakes and payouts in the order of a job's life (M1–M5): the mirror of JobMarket.sol as pure functions, check by
/// check in the same order. Value and time of the call are arguments.
/// </summary>
public static partial class MarketRules
{
    /// <summary>How often a job can be locked: its number of rounds has two bytes.</summary>
    public const uint MaxRounds = ushort.MaxValue;

    // ------------------------------------------------------------------------------------------- submitter

    /// <summary>Posts a job and locks its escrow; its number is the book's new job count.</summary>
    public static MarketResult Post(
        MarketBook book, Address sender, Wei value,
        byte[] header, Hash32 initialRoot, Hash32 spec, JobTerms terms, Timestamp now)
    {
        if (Check(header, terms, now) is { } unfit) return MarketResult.Refused(book, unfit);
        if (value != (terms.IsInCoins ? terms.Escrow : Wei.Zero)) return MarketResult.Refused(book, Reason.WrongValue);
        if (terms.IsInCoins) return Entered(book.Received(value), sender, header, initialRoot, spec, terms, now);
        return Pull(book, terms.Token, sender, terms.Escrow, out var pulled) is { } refusal
            ? MarketResult.Refused(book, refusal)
            : Entered(pulled, sender, header, initialRoot, spec, terms, now);
    }

    /// <summary>A job whose escrow is in the market's hands.</summary>
    private static MarketResult Entered(
        MarketBook book, Address submitter, byte[] header, Hash32 initialRoot, Hash32 spec, JobTerms terms, Timestamp now)
    {
        var (steps, interval) = HeaderView.Check(header);
        var job = book.JobCount + 1;
        var posted = new Job
        {
            Submitter = submitter,
            State = JobState.Open,
            PostedAt = now,
            Terms = terms,
            Steps = steps,
            Interval = interval,
            Slots = terms.AuditSlots,
            Program = Keccak.Hash(header),
            InitialRoot = initialRoot,
            Spec = spec,
        };
        return MarketResult.Accepted((book with { JobCount = job }).With(job, posted));
    }

    /// <summary>Ends a job that nobody holds: by the submitter at any time, by anybody once the job has closed.</summary>
    public static MarketResult Cancel(MarketBook book, ulong job, Address sender, Timestamp now)
    {
        var j = book.JobOf(job);
        if (!j.IsUnheld) return MarketResult.Refused(book, Reason.NotOpen);
        if (now <= j.Terms.ClosesAt && sender != j.Submitter) return MarketResult.Refused(book, Reason.NotSubmitter);
        return MarketResult.Accepted(
            book.With(job, j with { State = JobState.Cancelled }).Credited(j, j.Submitter, j.Terms.MaxPrice + j.Unspent));
    }

    /// <summary>What a job may look like, whoever posts it.</summary>
    private static Reason? Check(byte[] header, JobTerms terms, Timestamp now)
    {
        try
        {
            return terms.AreSound(HeaderView.Check(header).Interval, now) ? null : Reason.TermsOutOfRange;
        }
        catch (Refusal refusal)
        {
            return refusal.Reason;
        }
    }

    // ------------------------------------------------------------------------------------------- solver

    /// <summary>Takes a job for the price of this block.</summary>
    /// <param name="proof">That the sender is on the job's list (B19); null is the same as an empty one.</param>
    public static MarketResult Lock(
        MarketBook book, ulong job, Address sender, Wei value, Timestamp now, IReadOnlyList<Hash32>? proof = null)
    {
        var j = book.JobOf(job);
        if (!j.IsUnheld) return MarketResult.Refused(book, Reason.NotOpen);
        if (now > j.Terms.ClosesAt) return MarketResult.Refused(book, Reason.DeadlinePassed);
        if (j.Round == MaxRounds) return MarketResult.Refused(book, Reason.TooManyRounds);
        if (value != j.Terms.Stake) return MarketResult.Refused(book, Reason.WrongValue);
        if (!j.Terms.Solvers.IsZero && !AllowList.Admits(j.Terms.Solvers, sender, proof ?? []))
            return MarketResult.Refused(book, Reason.NotAllowed);
        var locked = j with
        {
            State = JobState.Locked,
            Solver = sender,
            Price = j.Terms.PriceDown(now.Seconds - j.PostedAt.Seconds),
            Deadline = now + j.Terms.DeliverySeconds,
            Round = j.Round + 1,
        };
        return MarketResult.Accepted(book.With(job, locked).Received(value));
    }

    /// <summary>What a claim is named by: the Merkle root over the pairs of neighbouring state roots (B7).</summary>
    /// <param name="roots">S_0 … S_N, at least two.</param>
    public static Hash32 TraceRootOf(IReadOnlyList<Hash32> roots) => Dissections.RootOf([.. roots]);

    /// <summary>Claims the state roots at steps 0, c, 2c … N and names the blobs of the states after each interval (C5).</summary>
    /// <param name="blobs">How many there are: the contract keeps none of them.</param>
    public static MarketResult Claim(
        MarketBook book, ulong job, IReadOnlyList<Hash32> roots, int blobs, Address sender, Timestamp now, ulong block)
    {
        var j = book.JobOf(job);
        if (j.State != JobState.Locked || sender != j.Solver) return MarketResult.Refused(book, Reason.NotLocked);
        if (now > j.Deadline) return MarketResult.Refused(book, Reason.DeadlinePassed);
        var intervals = (int)HeaderView.Intervals(j.Steps, j.Interval);
        if (roots.Count != intervals + 1 || blobs != intervals) return MarketResult.Refused(book, Reason.WrongCount);
        if (roots[0] != j.InitialRoot) return MarketResult.Refused(book, Reason.WrongStart);

        if (j.Terms.IsAudited) book = book.With(job, j.Round, RoundAudit.Begun(book.Staked, now, block));
        return MarketResult.Accepted(book.With(job, j with
        {
            State = JobState.Claimed,
            TraceRoot = TraceRootOf(roots),
            Deadline = now + j.Terms.WindowSeconds,
            Open = 0,
            Commitments = 0,
        }));
    }

    // ------------------------------------------------------------------------------------------- anybody

    /// <summary>Ends a lock whose delivery deadline has passed.</summary>
    public static MarketResult Expire(MarketBook book, ulong job, Timestamp now)
    {
        var j = book.JobOf(job);
        if (j.State != JobState.Locked) return MarketResult.Refused(book, Reason.NotLocked);
        if (now <= j.Deadline) return MarketResult.Refused(book, Reason.DeadlineNotPassed);
        return MarketResult.Accepted(Settlement.Expire(book, job));
    }

    /// <summary>Pays the solver once the window is over and no game or commitment is open.</summary>
    /// <remarks>What the consumer does with the news changes nothing (M11), and how much gas a call has is not known here:
    /// the contract's <see cref="Reason.NotEnoughGas"/> has no mirror.</remarks>
    public static MarketResult Finalize(MarketBook book, ulong job, Timestamp now)
    {
        var j = book.JobOf(job);
        if (j.State != JobState.Claimed) return MarketResult.Refused(book, Reason.NotClaimed);
        if (now <= j.Deadline) return MarketResult.Refused(book, Reason.WindowOpen);
        if (j.Open != 0) return MarketResult.Refused(book, Reason.GamesOpen);
        if (!book.AuditOf(job, j.Round).IsDelivered) return MarketResult.Refused(book, Reason.NotDelivered);
        return MarketResult.Accepted(book
            .With(job, j with { State = JobState.Finalized })
            .Credited(j.Solver, j.Terms.Stake)
            .Credited(j, j.Solver, j.Price)
            .Credited(j, j.Submitter, j.Terms.MaxPrice - j.Price + j.Unspent));
    }

    /// <summary>Sends the sender's balance (M5).</summary>
    public static MarketResult Withdraw(MarketBook book, Address sender)
    {
        var amount = book.BalanceOf(sender);
        if (amount == Wei.Zero) return MarketResult.Refused(book, Reason.NothingToWithdraw);
        return MarketResult.Accepted(book with
        {
            Balances = book.Balances.Remove(sender),
            Holdings = book.Holdings - amount,
        });
    }

    /// <summary>Sends what has been burned out of reach.</summary>
    public static MarketResult Sweep(MarketBook book)
    {
        if (book.Burned == Wei.Zero) return MarketResult.Refused(book, Reason.NothingToWithdraw);
        return MarketResult.Accepted(book with { Burned = Wei.Zero, Holdings = book.Holdings - book.Burned });
    }
}
