using Marketplace.Primitives;

namespace Marketplace.Protocol.Market;

/// <remarks>What becomes of a verdict, and delivery (M6, M10): the mirror of Contests.sol and Delivery.sol.</remarks>
public static partial class MarketRules
{
    /// <summary>Challenges a pass: it becomes a job record of its own, and this is its first commitment.</summary>
    /// <param name="record">The number that the pass has as a record (B21).</param>
    public static MarketResult Contest(
        MarketBook book, ulong record, ulong job, uint round, byte draw, ushort interval, Address verifier, uint nonce, Hash32 commitment,
        Address sender, Wei value, Timestamp now, ulong block)
    {
        var v = book.Verdicts.GetValueOrDefault(GivenVerdict.KeyOf(job, round, draw, interval, verifier));
        if (v?.Kind != VerdictKind.Pass || v.ContestedAs != record || book.JobOf(record).State != JobState.None)
            return MarketResult.Refused(book, Reason.VerdictUnknown);
        if (now > v.Until && !book.IsLive(job, round)) return MarketResult.Refused(book, Reason.WindowClosed);

        var (entered, r) = (RecordOf(book, v, now), book.RegistrationOf(verifier));
        var contested = book
            .With(v.Key, v with { Kind = VerdictKind.Contested })
            .With(record, entered)
            // The stake is the record's from here on.
            .With(verifier, r with { Stake = r.Stake - entered.Terms.Stake, Locked = r.Locked - entered.Terms.Stake });
        var committed = Committed(contested, record, nonce, commitment, sender, value, block);
        return committed.IsRefused ? MarketResult.Refused(book, committed.Reason) : committed;
    }

    /// <summary>A pass as a job: claimed by the verifier, worth its fee, with its stake, about one interval.</summary>
    /// <remarks>It closes before it begins, so nobody can lock it again and anybody may have the fee sent back.</remarks>
    private static Job RecordOf(MarketBook book, GivenVerdict v, Timestamp now)
    {
        var j = book.JobOf(v.Job);
        return new Job
        {
            Submitter = j.Submitter,
            State = JobState.Claimed,
            PostedAt = now,
            Terms = j.Terms with
            {
                MinPrice = j.Terms.AuditFee,
                MaxPrice = j.Terms.AuditFee,
                Stake = j.Terms.AuditStake,
                ClosesAt = default,
                Callback = Address.Zero,
                Solvers = Hash32.Zero,
                AuditFee = Wei.Zero,
                AuditStake = Wei.Zero,
                AuditRate = 0,
                AuditSlots = 0,
            },
            Steps = j.Steps,
            Interval = j.Interval,
            Program = j.Program,
            InitialRoot = j.InitialRoot,
            Spec = j.Spec,
            Round = 1,
            Solver = v.Verifier,
            Price = j.Terms.AuditFee,
            Deadline = now + j.Terms.WindowSeconds,
            Only = (ushort)(v.Interval + 1),
            TraceRoot = book.AuditOf(v.Job, v.Round).TraceRoot,
        };
    }

    /// <summary>Frees the stake of a pass and pays its fee, once it can no longer be contested; pays for a verdict
    /// <see cref="VerdictKind.Unavailable"/> of a round that ended by those.</summary>
    public static MarketResult Collect(
        MarketBook book, ulong job, uint round, byte draw, ushort interval, Address verifier, Timestamp now)
    {
        var v = book.Verdicts.GetValueOrDefault(GivenVerdict.KeyOf(job, round, draw, interval, verifier));
        if (v?.Kind is not (VerdictKind.Pass or VerdictKind.Unavailable)) return MarketResult.Refused(book, Reason.VerdictUnknown);
        if (book.IsLive(job, round)) return MarketResult.Refused(book, Reason.RoundRunning);
        var (j, paid) = (book.JobOf(job), book);
        if (v.Kind == VerdictKind.Pass)
        {
            if (now <= v.Until) return MarketResult.Refused(book, Reason.WindowOpen);
            var r = book.RegistrationOf(verifier);
            paid = book.With(verifier, r with { Locked = r.Locked - j.Terms.AuditStake });
        }
        else if (v.Number >= book.AuditOf(job, round).Paid)
        {
            return MarketResult.Refused(book, Reason.VerdictUnknown);
        }

        paid = paid with { Verdicts = paid.Verdicts.Remove(v.Key) };
        return MarketResult.Accepted(paid.Credited(j, verifier, j.Terms.AuditFee));
    }

    // ------------------------------------------------------------------------------------------- delivery

    /// <summary>The submitter's receipt: it has the result of this claim.</summary>
    public static MarketResult Acknowledge(MarketBook book, ulong job, Hash32 traceRoot, Address sender)
    {
        if (Audited(book, job, out var j, out var a) is { } refusal) return MarketResult.Refused(book, refusal);
        if (j.TraceRoot != traceRoot) return MarketResult.Refused(book, Reason.RoundOver);
        if (sender != j.Submitter) return MarketResult.Refused(book, Reason.NotSubmitter);
        return MarketResult.Accepted(book.With(job, j.Round, a with { Received = true }));
    }

    /// <summary>Where no majority could fetch the result: has verifiers drawn once more, and the second time ends the
    /// round.</summary>
    public static MarketResult Undelivered(MarketBook book, ulong job, Timestamp now, ulong block)
    {
        var j = book.JobOf(job);
        if (j.State != JobState.Claimed) return MarketResult.Refused(book, Reason.NotClaimed);
        if (now <= j.Deadline) return MarketResult.Refused(book, Reason.WindowOpen);
        if (j.Open != 0) return MarketResult.Refused(book, Reason.GamesOpen);
        var a = book.AuditOf(job, j.Round);
        if (a.IsDelivered) return MarketResult.Refused(book, Reason.Delivered);
        if (a.Draw == 0)
        {
            return MarketResult.Accepted(book
                .With(job, j.Round, a with { Draw = 1, Seed = default, SeedBlock = block + RoundAudit.SeedDelay })
                .With(job, j with { Deadline = now + j.Terms.WindowSeconds }));
        }

        // Passes after them may have taken what was left for verdicts: then the last ones go without.
        var paid = Math.Min(a.Unavailable, j.Slots);
        var ended = book
            .With(job, j.Round, a with { Paid = paid })
            .With(job, j with { Slots = (ushort)(j.Slots - paid) });
        return MarketResult.Accepted(Settlement.Expire(ended, job));
    }
}
