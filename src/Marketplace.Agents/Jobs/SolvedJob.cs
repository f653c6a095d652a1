using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Primitives;

namespace Marketplace.Agents.Jobs;

/// <summary>A job as its solver has it: the roots of its checkpoints at hand, their states in the store, so that a large model's
/// states are not all in memory.</summary>
/// <param name="Roots">S_0 … S_N.</param>
/// <param name="Blobs">Of all states but the first.</param>
public sealed record SolvedJob(JobPackage Package, IReadOnlyList<Hash32> Roots, IReadOnlyList<Hash32> Blobs)
{
    /// <summary>What was claimed before: nothing is computed again until a game asks for it (A1).</summary>
    public static SolvedJob Claimed(JobPackage package, ComputeMarket.ClaimPostedEvent claim) => new(package, claim.Roots, claim.Blobs);

    /// <summary>Runs the job. A checkpoint is hashed and stored while training goes on.</summary>
    public static async Task<SolvedJob> TrainAsync(Agent agent, JobPackage package, CancellationToken cancellation)
    {
        var program = package.Program;
        var (roots, blobs) = (new List<Hash32> { package.Initial.Root }, new List<Hash32>());
        var storing = Task.CompletedTask;
        using var run = new FastRun(program, package.Initial, 0, agent.Backend);
        try
        {
            for (var k = 1; k <= program.Intervals; k++)
            {
                while (run.Step < program.CheckpointStep(k))
                {
                    cancellation.ThrowIfCancellationRequested();
                    run.Advance();
                }

                agent.Log.Say("progress", $"{run.Step}/{program.Steps}");
                await storing;
                var state = run.Snapshot();
                storing = Task.Run(() => StoreAsync(state), cancellation);
            }
        }
        finally
        {
            await Task.WhenAny(storing);
        }

        await storing;
        return new SolvedJob(package, roots, blobs);

        async Task StoreAsync(CommittedState state)
        {
            roots.Add(state.Root);
            blobs.Add((await agent.Blobs.PutAsync(package.CheckpointOf(state), cancellation)).Hash);
        }
    }

    /// <summary>The state at a checkpoint: from the store or, if that has lost it, computed again.</summary>
    public async Task<CommittedState> StateAsync(Agent agent, int checkpoint, CancellationToken cancellation)
    {
        if (checkpoint == 0) return Package.Initial;
        var stored = await Package.CheckpointAsync(agent, Blobs[checkpoint - 1], cancellation);
        return stored is not null && stored.Root == Roots[checkpoint]
            ? stored
            : Executor.Run(Package.Program, Package.Initial, 0, Package.Program.CheckpointStep(checkpoint), agent.Backend);
    }
}
