using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Chain;
using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents;

/// <summary>Takes a job, trains it, claims the result, defends the claim, and collects the pay.</summary>
public sealed class Solver(Agent agent, IMoveChooser moves)
{
    /// <summary>Works one job from lock to pay.</summary>
    /// <returns>How the job ended for this solver: Finalized or Slashed.</returns>
    /// <exception cref="AgentException">The job is not what it says, or it cannot be taken.</exception>
    public async Task<JobState> WorkAsync(ulong job, CancellationToken cancellation)
    {
        var package = await JobPackage.LoadAsync(agent, job, cancellation);
        var (state, isMine) = ((JobState)package.OnChain.State, package.OnChain.Solver == agent.Market.Account);
        // Everything can be computed again: a solver that was interrupted goes on where the chain says that it stood (A1).
        if (isMine && state == JobState.Claimed) return await DefendAsync(job, package, Train(package), cancellation);
        if (!isMine || state != JobState.Locked) await LockAsync(job, new Wei(package.OnChain.Terms.Stake), cancellation);

        var states = Train(package);
        var roots = states.Select(s => s.Root).ToList();
        var blobs = new List<Hash32>();
        foreach (var checkpoint in states.Skip(1))
            blobs.Add((await agent.Blobs.PutAsync(package.CheckpointOf(checkpoint), cancellation)).Hash);

        var claimed = (await agent.Market.ClaimAsync(job, roots, blobs, cancellation)).OrRefused();
        agent.Log.Say("claimed", $"job {job} with {roots.Count} roots ({claimed.GasUsed} gas)");
        return await DefendAsync(job, package, states, cancellation);
    }

    private async Task LockAsync(ulong job, Wei stake, CancellationToken cancellation)
    {
        var locked = (await agent.Market.LockAsync(job, stake, cancellation)).OrRefused();
        agent.Log.Say("locked", $"job {job} for a stake of {stake} ({locked.GasUsed} gas)");
    }

    /// <summary>The state at every checkpoint, the initial one first.</summary>
    private List<CommittedState> Train(JobPackage package)
    {
        var program = package.Program;
        var states = new List<CommittedState> { package.Initial };
        for (var k = 0; k < program.Intervals; k++)
        {
            var (from, to) = (program.CheckpointStep(k), program.CheckpointStep(k + 1));
            states.Add(Executor.Run(program, states[k], from, to, agent.Backend));
            agent.Log.Say("progress", $"{to}/{program.Steps}");
        }

        return states;
    }

    private async Task<JobState> DefendAsync(
        ulong job, JobPackage package, List<CommittedState> states, CancellationToken cancellation)
    {
        var program = package.Program;
        var traces = new Dictionary<ulong, ITrace>();
        var player = new GamePlayer(agent, moves, start =>
        {
            if (traces.TryGetValue(start, out var known)) return known;
            var k = (int)(start / program.CheckpointEvery);
            var interval = new IntervalTrace(program, states[k], (uint)start, program.CheckpointStep(k + 1), agent.Backend);
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
            var paid = (await agent.Market.FinalizeAsync(job, cancellation)).OrRefused();
            agent.Log.Say("paid", $"job {job}: {new Wei(now.Price)} and the stake back ({paid.GasUsed} gas)");
        }
        else if (state != JobState.Finalized || now.Solver != agent.Market.Account)
        {
            agent.Log.Say("lost", $"job {job} is {state}");
            return JobState.Slashed;
        }

        // Finalized, by us or by anybody.
        if (await agent.Market.BalanceAsync(agent.Market.Account, cancellation) > Wei.Zero)
            (await agent.Market.WithdrawAsync(cancellation)).OrRefused();
        return JobState.Finalized;
    }
}
