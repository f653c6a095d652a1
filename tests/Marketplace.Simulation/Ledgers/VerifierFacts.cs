using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Simulation.Ledgers;

/// <summary>The events of accepted calls about verifiers and tokens (M6, M10).</summary>
internal static class VerifierFacts
{
    /// <param name="before">Without the call.</param>
    /// <param name="after">With it, but for its events.</param>
    public static LedgerState Record(LedgerState before, LedgerState after, Call call, Timestamp now, ulong block)
    {
        var book = before.Book;
        return call switch
        {
            ApproveCall => Add(OfAccount(FactKind.Approved)),
            WithdrawTokenCall c => Add(
                OfAccount(FactKind.TokenWithdrawn) with { Amount = book.BalanceOf(c.Token, c.Sender) }),
            StakeCall c => Add(OfAccount(FactKind.Staked) with { Amount = c.Value }),
            UnstakeCall c => Add(OfAccount(FactKind.Unstaked) with { Amount = c.Amount }),
            LeaveCall => Add(OfAccount(FactKind.Left)),
            DrawSeedCall c => Drawn(c.Job),
            PassCall c => Given(FactKind.Passed, c.Job, c.Interval),
            UnavailableCall c => Given(FactKind.FoundUnavailable, c.Job, c.Interval),
            ContestCall c => Contested(c),
            CollectCall c => Add(OfVerdict(FactKind.Collected, c.Verdict)) with
            {
                Verdicts = after.Verdicts.Remove(c.Verdict.Key),
            },
            AcknowledgeCall c => Add(OfJob(FactKind.Acknowledged, c.Job)),
            UndeliveredCall c => Add(OfJob(
                after.Book.JobOf(c.Job).State == JobState.Expired ? FactKind.Undelivered : FactKind.DrawnAnew, c.Job)),
            _ => throw new InvariantBrokenException("a call is one of the market's"),
        };

        LedgerState Add(Fact fact) => after with { Facts = after.Facts.Add(fact) };

        Fact OfAccount(FactKind kind) => new(kind, now, block, 0, 0, call.Sender);

        Fact OfJob(FactKind kind, ulong job) => new(kind, now, block, job, book.JobOf(job).Round, call.Sender);

        Fact OfVerdict(FactKind kind, VerdictPlace v) =>
            new(kind, now, block, v.Job, v.Round, v.Verifier, v.Key) { Interval = v.Interval, Draw = v.Draw };

        LedgerState Given(FactKind kind, ulong job, ushort interval)
        {
            var (round, draw) = (book.JobOf(job).Round, book.AuditOf(job, book.JobOf(job).Round).Draw);
            var place = new VerdictPlace(job, round, draw, interval, call.Sender);
            return Add(OfVerdict(kind, place)) with { Verdicts = after.Verdicts.Add(place.Key) };
        }

        LedgerState Drawn(ulong number)
        {
            var job = after.Book.JobOf(number);
            var audit = after.Book.AuditOf(number, job.Round);
            // The old seed block was too old: another one is named.
            if (audit.Seed.IsZero) return Add(OfJob(FactKind.SeedDrawn, number));
            return Add(OfJob(FactKind.SeedDrawn, number) with
            {
                Game = audit.Seed,
                Draw = audit.Draw,
                Slots = job.Slots,
                Drawn = DrawnBy(after.Book, number, job, audit, after.Claims[(number, job.Round)].Length - 1),
            });
        }

        LedgerState Contested(ContestCall c)
        {
            var record = book.Verdicts[c.Verdict.Key].ContestedAs;
            var pledge = new Pledge(book.Site.GameId(record, 1, c.Sender, c.Nonce), record, 1, c.Sender, c.Nonce, 0, 0, block);
            var contested = OfVerdict(FactKind.Contested, c.Verdict) with { Job = record, Round = 1 };
            var committed = new Fact(FactKind.Committed, now, block, record, 1, c.Sender, pledge.Id, Amount: c.Value);
            return after with
            {
                Facts = after.Facts.Add(contested).Add(committed),
                Pledges = after.Pledges.Add(pledge),
                Records = after.Records.Add(record),
                Claims = after.Claims.SetItem((record, 1), after.Claims[(c.Verdict.Job, c.Verdict.Round)]),
            };
        }
    }

    private static ImmutableArray<Drawn> DrawnBy(MarketBook book, ulong number, Job job, RoundAudit audit, int intervals) =>
    [
        .. from registered in book.Registry
           let drawn = Enumerable.Range(0, intervals).Count(k =>
               audit.Draws(registered.Value, registered.Key, number, job.Round, (ushort)k, job.Terms.AuditRate))
           where drawn > 0
           orderby registered.Key.ToString()
           select new Drawn(
               registered.Key, drawn, (int)UInt128.Min((ulong)drawn, registered.Value.Free.Value / job.Terms.AuditStake.Value)),
    ];
}
