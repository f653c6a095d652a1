using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents.Verifying;

/// <summary>A verifier's own pass that somebody has contested: a claim about one interval, which is defended like one (M6).</summary>
internal sealed class PassDefence
{
    private readonly Agent _agent;
    private readonly GivenVerdict _pass;
    private readonly GamePlayer _player;
    private readonly Func<CancellationToken, Task<ClaimReplay>> _replayOf;
    private CommittedState? _start;
    private ReplayedTrace? _trace;

    /// <param name="start">The interval's first state, if this process has replayed it.</param>
    /// <param name="replayOf">Of the claim that was passed.</param>
    public PassDefence(
        Agent agent, IMoveChooser moves, GivenVerdict pass, CommittedState? start, Func<CancellationToken, Task<ClaimReplay>> replayOf)
    {
        (_agent, _pass, _start, _replayOf) = (agent, pass, start, replayOf);
        _player = new GamePlayer(agent, moves, (_, token) => TraceAsync(token));
    }

    /// <summary>Plays this account's part in the games about the pass, and ends it when it has stood its window.</summary>
    /// <returns>Finalized or Slashed, or null while it goes on.</returns>
    public async Task<JobState?> LookAsync(GameBook book, CancellationToken cancellation)
    {
        var record = await _agent.Market.JobAsync(_pass.ContestedAs, cancellation);
        if ((JobState)record.State is not JobState.Claimed and var end) return Ended(end);

        foreach (var game in book.OpenAbout(_pass.ContestedAs).Where(g => g.Defender == _agent.Market.Account).ToList())
            await _player.ActAsync(game, cancellation);

        if (record.Open > 0 || (await _agent.Market.NowAsync(cancellation)).Seconds <= record.Deadline) return null;
        var sent = await _agent.Market.FinalizeAsync(_pass.ContestedAs, cancellation);
        return sent.OrLost(Reason.NotClaimed, Reason.GamesOpen, Reason.WindowOpen) is null ? null : Ended(JobState.Finalized);
    }

    private JobState Ended(JobState end)
    {
        var stood = end == JobState.Finalized;
        _agent.Log.Say(stood ? "upheld" : "fallen", $"the pass of interval {_pass.Interval} of job {_pass.Job}");
        // A fallen one may be Cancelled already: then its fee is back with the submitter.
        return stood ? JobState.Finalized : JobState.Slashed;
    }

    private async Task<ITrace> TraceAsync(CancellationToken cancellation)
    {
        if (_trace is { } known) return known;
        var replay = await _replayOf(cancellation);
        _start ??= await replay.StartAsync(_pass.Interval, cancellation) ?? throw new AgentException(
            "BlobMissing", $"The state before interval {_pass.Interval} of job {_pass.Job}, whose pass is contested, cannot be had.");
        return _trace = new ReplayedTrace(replay.Program, replay.TraceOf(_pass.Interval, _start));
    }
}
