using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Verifying;

/// <summary>What a verifier does about one job, from the draw to the last coin; one thing a look, for games have clocks.</summary>
/// <param name="package">What the job computes, or null to fetch it when it is needed.</param>
internal sealed class AuditedJob(
    Agent agent, IMoveChooser moves, bool contests, ulong job, VerifierTally tally, JobPackage? package = null)
{
    /// <summary>Chain seconds that a solver has to end its own round, before somebody who waits for it does.</summary>
    private const ulong Grace = 600;

    private readonly GameBook _games = new(job);
    private readonly VerdictBook _verdicts = new(job, agent.Market.Account);
    private readonly Dictionary<uint, Denial> _denials = [];
    private readonly HashSet<uint> _denied = [];
    private readonly Dictionary<ulong, PassDefence> _defences = [];
    private readonly HashSet<Hash32> _undefended = [];
    private readonly Dictionary<Hash32, CommittedState> _starts = [];
    private readonly Dictionary<uint, ClaimReplay> _replays = [];
    private readonly RoundVerdicts _judge = new(agent, job);
    private JobPackage? _package = package;

    public void Read(IReadOnlyList<ChainEvent> news)
    {
        _games.Read(news);
        _verdicts.Read(news);
    }

    /// <summary>Does what there is to do now.</summary>
    /// <returns>true if the job's last claim is settled and nothing of this account's is left in it.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellation)
    {
        var now = await agent.Market.JobAsync(job, cancellation);
        if (now.Terms.AuditSlots == 0) return true;

        await DefendAsync(cancellation);
        await DenyAsync(cancellation);
        var isLive = (JobState)now.State == JobState.Claimed;
        // What this process has not read yet, the next look will.
        if (isLive && _verdicts.ClaimOf(now.Round) is { } claim) await JudgeAsync(now, claim, cancellation);
        await CollectAsync(now, cancellation);
        if (isLive || _denials.Count > 0 || _verdicts.Outstanding.Any()) return false;
        // Anybody may collect for a verifier, and one that died may have had no time to withdraw.
        await agent.WithdrawAllAsync(now.Terms.Token, cancellation);
        return true;
    }

    // ------------------------------------------------------------------------------------------- the round

    private async Task JudgeAsync(JobRecord now, ComputeMarket.ClaimPostedEvent claim, CancellationToken cancellation)
    {
        var audit = await agent.Market.AuditAsync(job, now.Round, cancellation);
        var time = await agent.Market.NowAsync(cancellation);
        if (time.Seconds > now.Deadline)
        {
            await EndRoundAsync(now, audit, time, cancellation);
            return;
        }

        var registration = await agent.Market.RegistrationAsync(agent.Market.Account, cancellation);
        if (registration.Stake == Wei.Zero || registration.Since >= audit.ClaimedAt) return;
        if (audit.Seed.IsZero)
        {
            await _judge.DrawSeedAsync(audit, cancellation);
            return;
        }

        if (_judge.Next(now, audit, registration, time, _verdicts) is not { } interval) return;
        var finding = await _judge.JudgeAsync(now, audit, interval, time, await ReplayAsync(claim, cancellation), cancellation);
        switch (finding)
        {
            case { Verdict: VerdictKind.Pass, Start: { } start }:
                // Whoever wants the pass to fall may see to it that the store loses what it began with.
                _starts[GivenVerdict.KeyOf(job, now.Round, audit.Draw, interval, agent.Market.Account)] = start;
                tally.Passes++;
                break;
            case { Verdict: VerdictKind.Unavailable }:
                tally.Unavailable++;
                break;
            case { Wrong: { } wrong } when _denied.Add(now.Round):
                _denials[now.Round] = new Denial(agent, moves, _package!.Program, claim, wrong, contests);
                break;
        }
    }

    /// <summary>Has drawn once more, or ends, a round that no majority could fetch (M10); ends one that its solver left.</summary>
    private async Task EndRoundAsync(JobRecord now, RoundAudit audit, Timestamp time, CancellationToken cancellation)
    {
        if (now.Open > 0) return;
        Reason[] races = [Reason.NotClaimed, Reason.WindowOpen, Reason.GamesOpen, Reason.Delivered, Reason.NotDelivered];
        if (!audit.IsDelivered)
        {
            if ((await agent.Market.UndeliveredAsync(job, cancellation)).OrLost(races) is { } poked)
                agent.Log.Say("undelivered", $"job {job}, round {now.Round}, draw {audit.Draw} ({poked.GasUsed} gas)");
        }
        else if (time.Seconds > now.Deadline + Grace && _verdicts.Outstanding.Any(v => v.Round == now.Round))
        {
            (await agent.Market.FinalizeAsync(job, cancellation)).OrLost(races);
        }
    }

    // ------------------------------------------------------------------------------------------- the games

    private async Task DenyAsync(CancellationToken cancellation)
    {
        await ResumeAsync(cancellation);
        foreach (var (round, denial) in _denials.ToList())
        {
            if (await denial.LookAsync(_games, cancellation) is not { } outcome) continue;
            _denials.Remove(round);
            if (outcome == ChallengeOutcome.Won) tally.Won++;
            if (outcome == ChallengeOutcome.Lost) tally.Lost++;
        }
    }

    /// <summary>Games that were opened before this process was started go on (A1).</summary>
    private async Task ResumeAsync(CancellationToken cancellation)
    {
        foreach (var game in _games.OpenAbout(job).Where(g => g.Challenger == agent.Market.Account).ToList())
        {
            if (_verdicts.ClaimOf(game.State.Round) is not { } claim || !_denied.Add(game.State.Round)) continue;
            var replay = await ReplayAsync(claim, cancellation);
            var k = (int)(game.Events[0].Decoded.Start / replay.Program.CheckpointEvery);
            if (await replay.FindWrongAsync(k, cancellation) is { } wrong && wrong.Number == k)
                _denials[game.State.Round] = new Denial(agent, moves, replay.Program, claim, wrong, contests);
            else
                agent.Log.Say("stuck", $"steps from {game.Events[0].Decoded.Start} on, which this account denies, are as claimed");
        }
    }

    private async Task DefendAsync(CancellationToken cancellation)
    {
        foreach (var pass in _verdicts.Outstanding.Where(v => v.Kind == VerdictKind.Contested).ToList())
        {
            if (!_defences.TryGetValue(pass.ContestedAs, out var defence))
            {
                agent.Log.Say("contested", $"the pass of interval {pass.Interval} of job {job}");
                defence = _defences[pass.ContestedAs] = new PassDefence(
                    agent, moves, pass, _starts.GetValueOrDefault(pass.Key), token => ReplayAsync(_verdicts.ClaimOf(pass.Round)!, token));
            }

            if (await DefendAsync(pass, defence, cancellation) is not { } end) continue;
            _defences.Remove(pass.ContestedAs);
            Settle(pass);
            if (end == JobState.Finalized) tally.Upheld++;
            else tally.Fallen++;
            await WithdrawAsync(cancellation);
        }
    }

    /// <summary>A pass that cannot be defended does not keep the others from it.</summary>
    private async Task<JobState?> DefendAsync(GivenVerdict pass, PassDefence defence, CancellationToken cancellation)
    {
        try
        {
            return await defence.LookAsync(_games, cancellation);
        }
        catch (AgentException e)
        {
            if (_undefended.Add(pass.Key)) agent.Log.Say("stuck", e.Message);
            return null;
        }
    }

    // ------------------------------------------------------------------------------------------- the pay

    private async Task CollectAsync(JobRecord now, CancellationToken cancellation)
    {
        var isLive = (JobState)now.State == JobState.Claimed;
        var time = await agent.Market.NowAsync(cancellation);
        foreach (var v in _verdicts.Outstanding.Where(v => v.Kind != VerdictKind.Contested && !(isLive && v.Round == now.Round)).ToList())
        {
            if (v.Kind == VerdictKind.Pass && time <= v.Until) continue;
            if (v.Kind == VerdictKind.Unavailable && v.Number >= (await agent.Market.AuditAsync(job, v.Round, cancellation)).Paid)
            {
                Settle(v);
                continue;
            }

            var sent = await agent.Market.CollectAsync(v, cancellation);
            // Contested or collected by somebody else in this moment: the events will say which.
            if (sent.OrLost(Reason.VerdictUnknown, Reason.RoundRunning, Reason.WindowOpen) is not { } collected) continue;
            agent.Log.Say("collected", $"the fee for interval {v.Interval} of job {job} ({collected.GasUsed} gas)");
            tally.Collected++;
            Settle(v);
            await WithdrawAsync(cancellation);
        }
    }

    private void Settle(GivenVerdict verdict)
    {
        _verdicts.Settle(verdict);
        _starts.Remove(verdict.Key);
    }

    private async Task WithdrawAsync(CancellationToken cancellation) =>
        await agent.WithdrawAllAsync((await agent.Market.JobAsync(job, cancellation)).Terms.Token, cancellation);

    private async Task<ClaimReplay> ReplayAsync(ComputeMarket.ClaimPostedEvent claim, CancellationToken cancellation)
    {
        _package ??= await JobPackage.LoadAsync(agent, job, cancellation);
        if (!_replays.TryGetValue(claim.Round, out var replay))
            replay = _replays[claim.Round] = new ClaimReplay(agent, _package, claim);
        return replay;
    }
}
