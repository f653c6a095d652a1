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
using Marketplace.Protocol;
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

    /// <summary>
    /// Waits until the job is final and takes its weights, held against the claimed root. In a job with verifiers it gives a
    /// receipt as soon as it has a claim's result in its hands: whatever they say, the round can be paid then (M10).
    /// </summary>
    /// <exception cref="AgentException">The result cannot be had, or it is not what was claimed.</exception>
    public async Task<VerifiedResult> ReceiveAsync(ulong job, CancellationToken cancellation)
    {
        var package = await JobPackage.LoadAsync(agent, job, cancellation);
        var claim = await FinalAsync(package, cancellation);
        var blob = claim.Blobs[^1];
        var bytes = await JobPackage.FetchAsync(
            agent.Blobs, blob, package.MaxCheckpointBytes, "the result", cancellation);
        var state = await package.CheckpointAsync(agent, blob, cancellation);
        if (state is null || state.Root != claim.Roots[^1])
            throw new AgentException("WrongResult", $"The result of job {job} does not have the claimed root. It hashes to {Keccak.Hash(bytes)}.");

        await agent.WithdrawAllAsync(package.OnChain.Terms.Token, cancellation);
        var weights = JobWeights.Parameters(package.Start.Training, state.Tensors).ToList();
        agent.Log.Say("received", $"the verified weights of job {job}");
        return new VerifiedResult(weights.ToDictionary(w => w.Name, w => w.Tensor), Safetensors.Write(weights));
    }

    /// <returns>The claim that is final.</returns>
    private async Task<ComputeMarket.ClaimPostedEvent> FinalAsync(JobPackage package, CancellationToken cancellation)
    {
        ComputeMarket.ClaimPostedEvent? claim = null;
        for (var acknowledged = 0u; ; await agent.RestAsync(cancellation))
        {
            var now = await agent.Market.JobAsync(package.Job, cancellation);
            if ((JobState)now.State is not (JobState.Claimed or JobState.Finalized)) continue;
            if (claim?.Round != now.Round) claim = await ClaimAsync(package.Job, cancellation);
            if ((JobState)now.State == JobState.Finalized) return claim;
            if (now.Terms.AuditSlots > 0 && now.Round > acknowledged && await AcknowledgeAsync(package, claim, cancellation))
                acknowledged = now.Round;
        }
    }

    private async Task<ComputeMarket.ClaimPostedEvent> ClaimAsync(ulong job, CancellationToken cancellation)
    {
        var events = await agent.Market.Events(agent.FirstBlock).ReadAsync(cancellation);
        return events.Select(e => e.Event).OfType<ComputeMarket.ClaimPostedEvent>().Last(c => c.Job == job);
    }

    /// <returns>false if the result is not to be had yet.</returns>
    private async Task<bool> AcknowledgeAsync(
        JobPackage package, ComputeMarket.ClaimPostedEvent claim, CancellationToken cancellation)
    {
        if ((await agent.Market.AuditAsync(package.Job, claim.Round, cancellation)).Received) return true;
        var state = await package.CheckpointAsync(agent, claim.Blobs[^1], cancellation);
        if (state is null || state.Root != claim.Roots[^1]) return false;
        if ((await agent.Market.AcknowledgeAsync(package.Job, MarketRules.TraceRootOf(claim.Roots), cancellation)).OrLost(Reason.NotClaimed, Reason.RoundOver) is { } sent)
            agent.Log.Say("acknowledged", $"the result of job {package.Job}, round {claim.Round} ({sent.GasUsed} gas)");
        return true;
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
