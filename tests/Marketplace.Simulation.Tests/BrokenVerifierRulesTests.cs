using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Tests;

/// <summary>The judge is judged about verifiers (M6, M10): rules with one defect each, seen by more than the solvency of the market.</summary>
public sealed class BrokenVerifierRulesTests
{
    private const ulong Seeds = 400;

    [Fact]
    public void AStakeThatCameAfterTheClaim_IsSeen() => Sees("came after the claim", (call, book, now, block) =>
    {
        if (call is not (PassCall or UnavailableCall)) return null;
        var registration = book.RegistrationOf(call.Sender);
        var early = book with { Registry = book.Registry.SetItem(call.Sender, registration with { Since = default }) };
        return Accepted(call, early, now, block);
    });

    [Fact]
    public void AVerdictGivenTwice_IsSeen() => Sees("given twice", (call, book, now, block) =>
    {
        if (call is not UnavailableCall u || call.Apply(book, now, block).Reason != Reason.VerdictGiven) return null;
        var round = book.JobOf(u.Job).Round;
        var key = GivenVerdict.KeyOf(u.Job, round, book.AuditOf(u.Job, round).Draw, u.Interval, u.Sender);
        return Accepted(call, book with { Verdicts = book.Verdicts.Remove(key) }, now, block);
    });

    [Fact]
    public void AFeePaidTwice_IsSeen() => Sees("is due", (call, book, now, block) =>
        call is CollectCall c && c.Apply(book, now, block) is { IsRefused: false } once
            ? PaidFromBurned(once.Book, c.Verdict)
            : null);

    [Fact]
    public void AContestedPassThatIsCollected_IsSeen() => Sees("is due", (call, book, now, block) =>
        call is CollectCall c && book.Verdicts.GetValueOrDefault(c.Verdict.Key)?.Kind == VerdictKind.Contested
            ? PaidFromBurned(book with { Verdicts = book.Verdicts.Remove(c.Verdict.Key) }, c.Verdict)
            : null);

    [Fact]
    public void UnavailablePaidInAFinalizedRound_IsSeen() => Sees("is due", (call, book, now, block) =>
    {
        if (call is not FinalizeCall f || f.Apply(book, now, block) is not { IsRefused: false } paid) return null;
        var (job, audit) = (book.JobOf(f.Job), book.AuditOf(f.Job, book.JobOf(f.Job).Round));
        var verdicts = Math.Min(audit.Unavailable, job.Slots);
        if (verdicts == 0 || !job.Terms.IsInCoins) return null;
        // What the submitter should have back goes to those who found nothing.
        var left = paid.Book.BalanceOf(job.Submitter) - job.Terms.AuditFee * verdicts;
        return new Outcome(Reason.None, paid.Book with
        {
            Balances = paid.Book.Balances.SetItem(job.Submitter, left),
            Audits = paid.Book.Audits.SetItem((f.Job, job.Round), audit with { Paid = verdicts }),
        }, null);
    });

    [Fact]
    public void AnotherIntervalOpenedAgainstAPass_IsSeen() => Sees("an honest party lost a game", (call, book, now, block) =>
    {
        if (call is not OpenCall o || book.JobOf(o.Job) is not { Only: > 0 } record) return null;
        var any = book with { Jobs = book.Jobs.SetItem(o.Job, record with { Only = 0 }) };
        if (Accepted(call, any, now, block) is not { } opened) return null;
        var after = opened.Book.JobOf(o.Job) with { Only = record.Only };
        return opened with { Book = opened.Book with { Jobs = opened.Book.Jobs.SetItem(o.Job, after) } };
    });

    [Fact]
    public void UnavailableThatDoesNotCount_IsSeen() => Sees("nobody could have was paid", (call, book, now, block) =>
    {
        if (call is not UnavailableCall u || Accepted(call, book, now, block) is not { } said) return null;
        var key = (u.Job, book.JobOf(u.Job).Round);
        return said with
        {
            Book = said.Book with { Audits = said.Book.Audits.SetItem(key, said.Book.Audits[key] with { Unavailable = 0 }) },
        };
    });

    [Fact]
    public void VerdictsThatNobodyCanCollect_AreSeen() => Sees("stay in the market", (call, book, now, block) =>
        call is CollectCall ? new Outcome(Reason.RoundRunning, book, null) : null);

    private static void Sees(string fault, Defect defect) => Altered.IsSeen(Seeds, fault, defect);

    private static Outcome? Accepted(Call call, MarketBook book, Timestamp now, ulong block) =>
        call.Apply(book, now, block) is { IsRefused: false } result ? Outcome.Of(result) : null;

    /// <summary>One more fee to the verifier, out of what has been burned, so that the market stays solvent.</summary>
    private static Outcome? PaidFromBurned(MarketBook book, VerdictPlace verdict)
    {
        var terms = book.JobOf(verdict.Job).Terms;
        if (!terms.IsInCoins || book.Burned < terms.AuditFee) return null;
        return new Outcome(Reason.None, book with
        {
            Burned = book.Burned - terms.AuditFee,
            Balances = book.Balances.SetItem(verdict.Verifier, book.BalanceOf(verdict.Verifier) + terms.AuditFee),
        }, null);
    }
}
