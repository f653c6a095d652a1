using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents;

/// <summary>Takes a job, trains it, claims the result, defends the claim, and collects the pay.</summary>
/// <param name="allowList">The list of those who may lock the job, if its submitter made one.</param>
public sealed class Solver(Agent agent, IMoveChooser moves, AllowList? allowList = null)
{
    /// <summary>Works one job from lock to pay.</summary>
    /// <returns>How the job ended for this solver: Finalized, Slashed, or Expired if its result could not be had (M10).</returns>
    /// <exception cref="AgentException">The job is not what it says, or it cannot be taken.</exception>
    public async Task<JobState> WorkAsync(ulong job, CancellationToken cancellation)
    {
        var package = await JobPackage.LoadAsync(agent, job, cancellation);
        var (state, isMine) = ((JobState)package.OnChain.State, package.OnChain.Solver == agent.Market.Account);
        // Everything can be computed again: a solver that was interrupted goes on where the chain says that it stood (A1).
        if (isMine && state == JobState.Claimed)
            return await DefendAsync(job, SolvedJob.Claimed(package, await ClaimOfAsync(job, cancellation)), cancellation);
        if (!isMine || state != JobState.Locked) await LockAsync(job, package.OnChain.Terms, cancellation);

        var solved = await SolvedJob.TrainAsync(agent, package, cancellation);
        var claimed = (await agent.Market.ClaimAsync(job, solved.Roots, solved.Blobs, cancellation)).OrRefused();
        agent.Log.Say("claimed", $"job {job} with {solved.Roots.Count} roots ({claimed.GasUsed} gas)");
        return await DefendAsync(job, solved, cancellation);
    }

    private async Task<ComputeMarket.ClaimPostedEvent> ClaimOfAsync(ulong job, CancellationToken cancellation)
    {
        var events = await agent.Market.Events(agent.FirstBlock).ReadAsync(cancellation);
        return events.Select(e => e.Event).OfType<ComputeMarket.ClaimPostedEvent>().Last(c => c.Job == job);
    }

    private async Task LockAsync(ulong job, Terms terms, CancellationToken cancellation)
    {
        var stake = new Wei(terms.Stake);
        var locked = (await agent.Market.LockAsync(job, stake, cancellation, ProofFor(terms))).OrRefused();
        agent.Log.Say("locked", $"job {job} for a stake of {stake} ({locked.GasUsed} gas)");
    }

    /// <returns>null if anybody may lock the job.</returns>
    private IReadOnlyList<Hash32>? ProofFor(Terms terms)
    {
        if (terms.Solvers.IsZero) return null;
        if (allowList is null || allowList.Root != terms.Solvers)
            throw new AgentException(nameof(Reason.NotAllowed), "The job is for listed solvers, and this is not their list.");
        return allowList.ProofOf(agent.Market.Account)
            ?? throw new AgentException(nameof(Reason.NotAllowed), $"The job is for listed solvers, and {agent.Market.Account} is none of them.");
    }

    private async Task<JobState> DefendAsync(ulong job, SolvedJob solved, CancellationToken cancellation)
    {
        var program = solved.Package.Program;
        var traces = new Dictionary<ulong, ITrace>();
        var player = new GamePlayer(agent, moves, async (start, token) =>
        {
            if (traces.TryGetValue(start, out var known)) return known;
            var k = (int)(start / program.CheckpointEvery);
            var state = await solved.StateAsync(agent, k, token);
            var interval = new IntervalTrace(program, state, (uint)start, program.CheckpointStep(k + 1), agent.Backend);
            return traces[start] = new ReplayedTrace(program, interval);
        });
        var book = new GameBook(job);
        var events = agent.Market.Events(agent.FirstBlock);
        var end = await agent.WatchAsync<object>(
            async () =>
            {
                book.Read(await events.ReadAsync(cancellation));
                foreach (var game in book.Open.Where(g => g.Defender == agent.Market.Account).ToList())
                    await player.ActAsync(game, cancellation);
                return await EndAsync(job, cancellation);
            },
            cancellation);
        return (JobState)end;
    }

    /// <summary>Collects the pay when nothing stands against it any more.</summary>
    /// <returns>How the job ended for this solver, or null if it has not.</returns>
    private async Task<object?> EndAsync(ulong job, CancellationToken cancellation)
    {
        var now = await agent.Market.JobAsync(job, cancellation);
        var state = (JobState)now.State;
        if (state == JobState.Claimed && now.Solver == agent.Market.Account)
        {
            var isOpen = now.Open > 0 || (await agent.Market.NowAsync(cancellation)).Seconds <= now.Deadline;
            if (isOpen) return null;
            if (await IsHeldBackAsync(job, now, cancellation)) return null;
            var sent = await agent.Market.FinalizeAsync(job, cancellation);
            // Somebody was faster: the next look shows what has become of the job.
            if (sent.OrLost(Reason.NotClaimed, Reason.WindowOpen, Reason.GamesOpen, Reason.NotDelivered) is not { } paid) return null;
            agent.Log.Say("paid", $"job {job}: {new Wei(now.Price)} {(now.Terms.Token == Address.Zero ? "" : $"of {now.Terms.Token} ")}and the stake back ({paid.GasUsed} gas)");
        }
        else if (state != JobState.Finalized || now.Solver != agent.Market.Account)
        {
            agent.Log.Say("lost", $"job {job} is {state}");
            await agent.WithdrawAllAsync(now.Terms.Token, cancellation);
            return state == JobState.Expired ? JobState.Expired : JobState.Slashed;
        }

        // Finalized, by us or by anybody.
        await agent.WithdrawAllAsync(now.Terms.Token, cancellation);
        return JobState.Finalized;
    }

    /// <summary>Whether verifiers could not fetch the result (M10). The first time the solver has others drawn itself, as it
    /// is not paid without them; the second time only the submitter's receipt can help it.</summary>
    private async Task<bool> IsHeldBackAsync(ulong job, JobRecord now, CancellationToken cancellation)
    {
        if (now.Terms.AuditSlots == 0) return false;
        var audit = await agent.Market.AuditAsync(job, now.Round, cancellation);
        if (audit.IsDelivered) return false;
        if (audit.Draw > 0) return true;
        var sent = await agent.Market.UndeliveredAsync(job, cancellation);
        if (sent.OrLost(Reason.NotClaimed, Reason.WindowOpen, Reason.GamesOpen, Reason.Delivered) is not null)
            agent.Log.Say("undelivered", $"job {job}: verifiers are drawn once more");
        return true;
    }
}
