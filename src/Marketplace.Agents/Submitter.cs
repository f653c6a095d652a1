using Marketplace.Agents.Jobs;
using Marketplace.Agents.Submission;
using Marketplace.Blobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Programs.Jobs;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents;

/// <summary>What a submitter gets for its coins.</summary>
/// <param name="Weights">The model's parameters by name.</param>
/// <param name="File">The same as a safetensors file.</param>
public sealed record VerifiedResult(IReadOnlyDictionary<string, Tensor> Weights, byte[] File);

/// <summary>Posts a job and takes its result.</summary>
public sealed class Submitter(Agent agent)
{
    /// <returns>The job's number.</returns>
    public async Task<ulong> PostAsync(PreparedJob job, CancellationToken cancellation)
    {
        await PublishAsync(agent.Blobs, job, cancellation);
        var terms = job.Market.At(await agent.Market.NowAsync(cancellation)).ToChain();
        if (terms.Token != Address.Zero) await AllowAsync(terms.Token, MarketContract.EscrowOf(terms).Value, cancellation);
        var result = await agent.Market.PostAsync(job.Program.Header(), job.Initial.Root, job.Spec.Id, terms, cancellation);
        var mined = result.OrRefused();
        var number = mined.Events<ComputeMarket.JobPostedEvent>().Single().Job;
        agent.Log.Say("posted", $"job {number} for at most {job.Market.MaxPrice}{(terms.Token == Address.Zero ? "" : $" of {terms.Token}")} ({mined.GasUsed} gas)");
        return number;
    }

    /// <summary>Waits until the job is final and takes its weights, held against the claimed root.</summary>
    /// <exception cref="AgentException">The result cannot be had, or it is not what was claimed.</exception>
    public async Task<VerifiedResult> ReceiveAsync(ulong job, CancellationToken cancellation)
    {
        var package = await JobPackage.LoadAsync(agent, job, cancellation);
        while (await agent.Market.StateAsync(job, cancellation) != JobState.Finalized) await agent.RestAsync(cancellation);

        var events = await agent.Market.Events(agent.FirstBlock).ReadAsync(cancellation);
        var claim = events.Select(e => e.Event).OfType<ComputeMarket.ClaimPostedEvent>().Last(c => c.Job == job);
        var blob = claim.Blobs[^1];
        var bytes = await JobPackage.FetchAsync(
            agent.Blobs, blob, package.MaxCheckpointBytes, "the result", cancellation);
        var state = await package.CheckpointAsync(agent, blob, cancellation);
        if (state is null || state.Root != claim.Roots[^1])
            throw new AgentException("WrongResult", $"The result of job {job} does not have the claimed root. It hashes to {Keccak.Hash(bytes)}.");

        var weights = JobWeights.Parameters(package.Start.Training, state.Tensors).ToList();
        agent.Log.Say("received", $"the verified weights of job {job}");
        return new VerifiedResult(weights.ToDictionary(w => w.Name, w => w.Tensor), Safetensors.Write(weights));
    }

    /// <summary>Takes back the escrow of a job that nobody holds.</summary>
    public async Task ReclaimAsync(ulong job, CancellationToken cancellation)
    {
        var mined = (await agent.Market.CancelAsync(job, cancellation)).OrRefused();
        agent.Log.Say("reclaimed", $"the escrow of job {job} ({mined.GasUsed} gas)");
        await agent.WithdrawAllAsync((await agent.Market.JobAsync(job, cancellation)).Terms.Token, cancellation);
    }

    /// <summary>Puts the spec, and what it names, where solvers look for it.</summary>
    internal static async Task PublishAsync(IBlobStore blobs, PreparedJob job, CancellationToken cancellation)
    {
        foreach (var file in job.Files) await blobs.PutAsync(file, cancellation);
        await blobs.PutAsync(job.Spec.ToBytes(), cancellation);
    }

    /// <summary>The market takes the highest price out of what it is allowed.</summary>
    private async Task AllowAsync(Address token, UInt128 amount, CancellationToken cancellation)
    {
        if (await agent.Market.AllowanceAsync(token, cancellation) >= amount) return;
        (await agent.Market.ApproveAsync(token, amount, cancellation)).OrRefused();
        agent.Log.Say("allowed", $"the market to take the price in {token}");
    }
}
