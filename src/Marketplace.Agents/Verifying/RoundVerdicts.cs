using Marketplace.Agents.Jobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Verifying;

/// <summary>Who is drawn for what, and what there is to say of it: the verdicts of one verifier on one job (M6).</summary>
internal sealed class RoundVerdicts(Agent agent, ulong job)
{
    /// <summary>A store may be slow: what is missing is asked for again so many times in a window.</summary>
    private const ulong AsksInAWindow = 16;

    // Said, denied, or nothing can be said of it any more; and when to look again at what was missing.
    private readonly HashSet<Hash32> _done = [];
    private readonly Dictionary<Hash32, ulong> _askAgainAt = [];
    private bool _saidUnstaked;

    /// <summary>Takes the seed if its block is there. Anybody may: if another was faster, it is drawn all the same.</summary>
    public async Task DrawSeedAsync(RoundAudit audit, CancellationToken cancellation)
    {
        if ((await agent.Market.Chain.HeadAsync(cancellation)).Number.Value <= audit.SeedBlock) return;
        var sent = await agent.Market.DrawSeedAsync(job, cancellation);
        if (sent.OrLost(Reason.NotClaimed, Reason.SeedDrawn, Reason.SeedTooEarly) is { } drawn)
            agent.Log.Say("drawn", $"the seed of job {job} ({drawn.GasUsed} gas)");
    }

    /// <summary>The next interval that this account is drawn for and has not judged, if a verdict on it can be paid.</summary>
    public ushort? Next(JobRecord now, RoundAudit audit, Registration registration, Timestamp time, VerdictBook verdicts)
    {
        if (now.Slots == 0) return null;
        if (registration.Free < new Wei(now.Terms.AuditStake))
        {
            if (!_saidUnstaked) agent.Log.Say("unstaked", $"a pass in job {job} takes {new Wei(now.Terms.AuditStake)}, {registration.Free} are free");
            _saidUnstaked = true;
            return null;
        }

        _saidUnstaked = false;
        var rate = now.Terms.AuditRate;
        foreach (var k in audit.Drawn(registration, agent.Market.Account, job, now.Round, now.Steps, now.Interval, rate))
        {
            var key = KeyOf(now, audit, k);
            if (verdicts.HasGiven(now.Round, audit.Draw, k) || _done.Contains(key)) continue;
            if (_askAgainAt.GetValueOrDefault(key) <= time.Seconds) return k;
        }

        return null;
    }

    /// <summary>
    /// Replays an interval and says of it what there is to say. That something is missing is said when half of the window is
    /// over: before that the store is asked again.
    /// </summary>
    /// <returns>The verdict that stands on the chain now, or what is to be denied; else null.</returns>
    public async Task<Finding?> JudgeAsync(
        JobRecord now, RoundAudit audit, ushort interval, Timestamp time, ClaimReplay replay, CancellationToken cancellation)
    {
        var key = KeyOf(now, audit, interval);
        var isLate = time.Seconds + now.Terms.WindowSeconds / 2 > now.Deadline;
        if (!isLate && !await replay.IsWholeAsync(interval, cancellation))
        {
            agent.Log.Say("missing", $"something of interval {interval} of job {job} cannot be fetched yet");
            _askAgainAt[key] = time.Seconds + now.Terms.WindowSeconds / AsksInAWindow;
            return null;
        }

        var finding = await replay.InspectAsync(interval, cancellation);
        _done.Add(key);
        if (finding.Verdict == VerdictKind.None) return finding;
        var sent = finding.Verdict == VerdictKind.Pass
            ? await agent.Market.PassAsync(job, replay.TraceRoot, interval, cancellation)
            : await agent.Market.UnavailableAsync(job, replay.TraceRoot, interval, cancellation);
        return IsGiven(sent, finding.Verdict, interval) ? finding : null;
    }

    /// <summary>While an interval was replayed, others may have taken the last fee, ended the round, or restarted it.</summary>
    private bool IsGiven(TransactionResult sent, VerdictKind verdict, ushort interval)
    {
        var given = sent.OrLost(
            Reason.NotClaimed, Reason.RoundOver, Reason.WindowClosed, Reason.SeedMissing, Reason.NotDrawn, Reason.VerdictGiven, Reason.AuditFull,
            Reason.InsufficientStake);
        if (given is null)
            agent.Log.Say("late", $"no verdict on interval {interval} of job {job}: {((TransactionResult.Refused)sent).Reason.Name}");
        else
            agent.Log.Say(verdict == VerdictKind.Pass ? "passed" : "unavailable", $"interval {interval} of job {job} ({given.GasUsed} gas)");
        return given is not null;
    }

    private Hash32 KeyOf(JobRecord now, RoundAudit audit, ushort interval) =>
        GivenVerdict.KeyOf(job, now.Round, audit.Draw, interval, agent.Market.Account);
}
