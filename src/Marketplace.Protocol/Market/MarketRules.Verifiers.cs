using Marketplace.Primitives;
using Marketplace.Protocol.Referee;

namespace Marketplace.Protocol.Market;

/// <remarks>Verifiers: their registry, who is drawn, and what they say (M6): the mirror of Verifiers.sol and Audits.sol. The
/// number of the call's block and the hashes of earlier ones are arguments.</remarks>
public static partial class MarketRules
{
    // ------------------------------------------------------------------------------------------- the registry

    /// <summary>Adds to the sender's stake: it can be drawn in rounds claimed later than now.</summary>
    public static MarketResult StakeVerifier(MarketBook book, Address sender, Wei value, Timestamp now)
    {
        var r = book.RegistrationOf(sender);
        return MarketResult.Accepted(book.With(sender, r with { Stake = r.Stake + value, Since = now }).Received(value));
    }

    /// <summary>Takes a free part of the sender's stake out of the draw.</summary>
    public static MarketResult UnstakeVerifier(MarketBook book, Wei amount, Address sender, Timestamp now)
    {
        var r = book.RegistrationOf(sender);
        if (amount == Wei.Zero || r.Free < amount) return MarketResult.Refused(book, Reason.InsufficientStake);
        return MarketResult.Accepted(book.With(sender, r with
        {
            Stake = r.Stake - amount,
            Leaving = r.Leaving + amount,
            LeavesAt = now + Registration.UnbondingSeconds,
        }));
    }

    /// <summary>Credits what has left the registry to the sender's balance, after the unbonding time.</summary>
    public static MarketResult WithdrawVerifierStake(MarketBook book, Address sender, Timestamp now)
    {
        var r = book.RegistrationOf(sender);
        if (r.Leaving == Wei.Zero) return MarketResult.Refused(book, Reason.NothingToWithdraw);
        if (now <= r.LeavesAt) return MarketResult.Refused(book, Reason.StillUnbonding);
        return MarketResult.Accepted(book.With(sender, r with { Leaving = Wei.Zero }).Credited(sender, r.Leaving));
    }

    // ------------------------------------------------------------------------------------------- the draw

    /// <summary>Takes the hash of the round's seed block, or, when that is too old, names a later one.</summary>
    /// <param name="blockHash">Of an earlier block, by its number.</param>
    public static MarketResult DrawSeed(MarketBook book, ulong job, Func<ulong, Hash32> blockHash, ulong block)
    {
        if (Audited(book, job, out var j, out var a) is { } refusal) return MarketResult.Refused(book, refusal);
        if (!a.Seed.IsZero) return MarketResult.Refused(book, Reason.SeedDrawn);
        if (block <= a.SeedBlock) return MarketResult.Refused(book, Reason.SeedTooEarly);
        return MarketResult.Accepted(book.With(job, j.Round, block > a.SeedBlock + RoundAudit.SeedBlocks
            ? a with { SeedBlock = block + RoundAudit.SeedDelay }
            : a with { Seed = blockHash(a.SeedBlock), TraceRoot = j.TraceRoot }));
    }

    // ------------------------------------------------------------------------------------------- verdicts

    /// <summary>Says that the interval was replayed and is right; the stake of one pass is locked.</summary>
    /// <param name="traceRoot">Of the claim that is meant.</param>
    public static MarketResult Pass(
        MarketBook book, ulong job, Hash32 traceRoot, ushort interval, Address sender, Timestamp now)
    {
        if (OnVerdict(book, job, traceRoot, interval, sender, now, out var j, out var a) is { } refusal)
            return MarketResult.Refused(book, refusal);
        if (j.Slots == 0) return MarketResult.Refused(book, Reason.AuditFull);
        var r = book.RegistrationOf(sender);
        if (r.Free < j.Terms.AuditStake) return MarketResult.Refused(book, Reason.InsufficientStake);
        var key = GivenVerdict.KeyOf(job, j.Round, a.Draw, interval, sender);
        return MarketResult.Accepted(book
            .With(sender, r with { Locked = r.Locked + j.Terms.AuditStake })
            .With(job, j with { Slots = (ushort)(j.Slots - 1) })
            .With(job, j.Round, a with { Passes = (ushort)(a.Passes + 1) })
            .With(key, new GivenVerdict(
                VerdictKind.Pass, job, j.Round, a.Draw, interval, sender, now + j.Terms.WindowSeconds,
                ContestedAs: GivenVerdict.RecordOf(key, a.Seed))));
    }

    /// <summary>Says that what the claim names could not be fetched.</summary>
    /// <param name="traceRoot">Of the claim that is meant.</param>
    public static MarketResult Unavailable(
        MarketBook book, ulong job, Hash32 traceRoot, ushort interval, Address sender, Timestamp now)
    {
        if (OnVerdict(book, job, traceRoot, interval, sender, now, out var j, out var a) is { } refusal)
            return MarketResult.Refused(book, refusal);
        if (a.Unavailable >= j.Slots) return MarketResult.Refused(book, Reason.AuditFull);
        var verdict = new GivenVerdict(
            VerdictKind.Unavailable, job, j.Round, a.Draw, interval, sender, Number: a.Unavailable);
        return MarketResult.Accepted(book
            .With(job, j.Round, a with { Unavailable = (ushort)(a.Unavailable + 1) })
            .With(verdict.Key, verdict));
    }

    // ------------------------------------------------------------------------------------------- inside

    /// <summary>The audit of a claim that may be challenged now.</summary>
    private static Reason? Audited(MarketBook book, ulong job, out Job j, out RoundAudit a)
    {
        j = book.JobOf(job);
        a = book.AuditOf(job, j.Round);
        if (j.State != JobState.Claimed) return Reason.NotClaimed;
        // By the features: the record of a contested pass has none.
        return j.Terms.IsAudited ? null : Reason.NotAudited;
    }

    /// <summary>What has to be so for either verdict of the sender.</summary>
    private static Reason? OnVerdict(
        MarketBook book, ulong job, Hash32 traceRoot, ushort interval, Address sender, Timestamp now, out Job j, out RoundAudit a)
    {
        if (Audited(book, job, out j, out a) is { } refusal) return refusal;
        // One that comes late, when the next solver has claimed, would be about what its sender has never looked at.
        if (j.TraceRoot != traceRoot) return Reason.RoundOver;
        if (now > j.Deadline) return Reason.WindowClosed;
        if (a.Seed.IsZero) return Reason.SeedMissing;
        if (interval >= HeaderView.Intervals(j.Steps, j.Interval)) return Reason.NoSuchSegment;
        if (!a.Draws(book.RegistrationOf(sender), sender, job, j.Round, interval, j.Terms.AuditRate)) return Reason.NotDrawn;
        var given = book.Verdicts.ContainsKey(GivenVerdict.KeyOf(job, j.Round, a.Draw, interval, sender));
        return given ? Reason.VerdictGiven : null;
    }
}
