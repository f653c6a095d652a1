using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Agents.Verifying;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Protocol;

namespace Marketplace.Agents;

/// <summary>What a verifier has done since it was started.</summary>
public sealed class VerifierTally
{
    /// <summary>Verdicts given.</summary>
    public int Passes { get; internal set; }

    public int Unavailable { get; internal set; }

    /// <summary>Verdicts paid.</summary>
    public int Collected { get; internal set; }

    /// <summary>Challenges of wrong claims.</summary>
    public int Won { get; internal set; }

    public int Lost { get; internal set; }

    /// <summary>Own passes that were contested and stood.</summary>
    public int Upheld { get; internal set; }

    /// <summary>Own passes that were contested and cost their stake.</summary>
    public int Fallen { get; internal set; }

    public override string ToString() =>
        $"{Passes} passed, {Unavailable} unavailable, {Collected} collected; {Won} challenges won, {Lost} lost; {Upheld} passes upheld, {Fallen} fallen";
}

/// <summary>
/// Replays the intervals for which it is drawn, says what it found, stands by its word when that is contested, and collects
/// its fees (M6, M10). Everything that it has begun is on the chain, so that it goes on after it was interrupted (A1).
/// </summary>
/// <param name="contests">Whether it challenges verifiers, too, who passed an interval that it found wrong.</param>
public sealed class Verifier(Agent agent, IMoveChooser moves, bool contests = false)
{
    private readonly Dictionary<ulong, AuditedJob> _jobs = [];
    private readonly Dictionary<ulong, string> _troubles = [];
    private LogReader? _events;

    public VerifierTally Tally { get; } = new();

    /// <summary>Verifies one job from its next or present claim until that is settled and nothing of this account's is left
    /// in the job.</summary>
    /// <exception cref="AgentException">The job has no verifiers or is not what it says.</exception>
    public async Task<VerifierTally> VerifyAsync(ulong job, CancellationToken cancellation)
    {
        var package = await JobPackage.LoadAsync(agent, job, cancellation);
        if (package.OnChain.Terms.AuditSlots == 0)
            throw new AgentException(nameof(Reason.NotAudited), $"Job {job} has no verifiers.");

        return await agent.WatchAsync(
            async () =>
            {
                await ReadAsync(job, package, cancellation);
                return _jobs.TryGetValue(job, out var audited) && await LookAsync(job, audited, cancellation) ? Tally : null;
            },
            cancellation);
    }

    /// <summary>Verifies every job that pays verdicts, until it is told to stop.</summary>
    public Task VerifyAllAsync(CancellationToken cancellation) => agent.WatchAsync<object>(
        async () =>
        {
            await ReadAsync(only: null, package: null, cancellation);
            foreach (var (number, job) in _jobs.ToList())
            {
                if (await LookAsync(number, job, cancellation)) _jobs.Remove(number);
            }

            return null;
        },
        cancellation);

    /// <summary>Reads what is new, of one job or of all that are claimed.</summary>
    private async Task ReadAsync(ulong? only, JobPackage? package, CancellationToken cancellation)
    {
        try
        {
            var news = await (_events ??= agent.Market.Events(agent.FirstBlock)).ReadAsync(cancellation);
            foreach (var claim in news.Select(n => n.Event).OfType<ComputeMarket.ClaimPostedEvent>())
            {
                if (claim.Job == (only ?? claim.Job))
                    _jobs.TryAdd(claim.Job, new AuditedJob(agent, moves, contests, claim.Job, Tally, package));
            }

            foreach (var job in _jobs.Values) job.Read(news);
        }
        catch (ChainReorganisedException)
        {
            // What was learnt may never have happened. All of it is read again, and whatever was begun is found there (A1).
            _events = null;
            _jobs.Clear();
            throw;
        }
    }

    /// <summary>One fault does not keep a verifier from its other jobs and games; what is wrong is said once.</summary>
    private async Task<bool> LookAsync(ulong number, AuditedJob job, CancellationToken cancellation)
    {
        try
        {
            return await job.LookAsync(cancellation);
        }
        catch (AgentException e)
        {
            if (_troubles.GetValueOrDefault(number) != e.Message) agent.Log.Say("trouble", $"job {number}: {e.Message}");
            _troubles[number] = e.Message;
            return false;
        }
    }
}
