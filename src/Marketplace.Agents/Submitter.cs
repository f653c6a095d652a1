using System.Globalization;
using Marketplace.Agents.Jobs;
using Marketplace.Agents.Submission;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents;

/// <summary>What a submitter gets for its coins.</summary>
/// <param name="Weights">The model's parameters by name.</param>
/// <param name="File">The same as a safetensors file.</param>
public sealed record VerifiedResult(IReadOnlyDictionary<string, Tensor> Weights, byte[] File);

/// <summary>A job as it is about to be posted: everything that follows from the job file and the table.</summary>
public sealed record PreparedJob(JobFile File, DataSplit Data, JobSpec Spec, Program Program, CommittedState Initial, byte[] Features, byte[] Labels)
{
    /// <exception cref="JobFileException">The job cannot be made, or it is too large.</exception>
    public static PreparedJob From(JobFile file, string table)
    {
        var labelled = LabelledTable.Parse(table, file.Data.Label);
        var data = DataSplit.Of(labelled, file.Data.HoldOutEvery);
        var features = TensorBlob.WriteData(JobCompiler.Features, data.Features);
        var labels = TensorBlob.WriteData(JobCompiler.Labels, data.Labels);
        var spec = new JobSpec(
            Program.CurrentLaw,
            new MlpClassifier([data.Features.Columns, .. file.Model.Hidden, labelled.Classes.Length]),
            file.Batch,
            new Adam(file.Optimizer.Rate, file.Optimizer.Beta1, file.Optimizer.Beta2, file.Optimizer.Epsilon),
            file.Steps,
            file.CheckpointEvery,
            file.Seed,
            new JobData(
                Blobs.BlobId.Of(features).Hash,
                Blobs.BlobId.Of(labels).Hash,
                data.Features.Rows,
                data.Features.Columns,
                labelled.Classes.Length));
        var program = JobCompiler.Compile(spec);
        if (ProgramAdmission.Check(program) is { } fault)
        {
            var bytes = ProgramCost.Of(program).Bytes.ToString("N0", CultureInfo.InvariantCulture);
            throw new JobFileException($"The job is not admitted: {fault.Reason} (its tensors take {bytes} bytes).");
        }

        var initial = new CommittedState(program.Slots, JobCompiler.InitialState(spec, data.Features, data.Labels));
        return new PreparedJob(file, data, spec, program, initial, features, labels);
    }
}

/// <summary>Posts a job and takes its result.</summary>
public sealed class Submitter(Agent agent)
{
    /// <returns>The job's number.</returns>
    public async Task<ulong> PostAsync(PreparedJob job, CancellationToken cancellation)
    {
        await agent.Blobs.PutAsync(job.Features, cancellation);
        await agent.Blobs.PutAsync(job.Labels, cancellation);
        await agent.Blobs.PutAsync(job.Spec.ToBytes(), cancellation);

        var now = await agent.Market.NowAsync(cancellation);
        var result = await agent.Market.PostAsync(
            job.Program.Header(), job.Initial.Root, job.Spec.Id, TermsOf(job.File.Market, now), cancellation);
        var mined = result.OrRefused();
        var number = mined.Events<ComputeMarket.JobPostedEvent>().Single().Job;
        agent.Log.Say("posted", $"job {number} for at most {JobFile.Coins(job.File.Market.MaxPrice, "maxPrice")} ({mined.GasUsed} gas)");
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

        var slots = package.Program.Slots;
        var weights = package.Spec.Model.Parameters.ToDictionary(p => p.Name, p => state.Tensors[slots.Number(p.Name)]);
        agent.Log.Say("received", $"the verified weights of job {job}");
        return new VerifiedResult(weights, Safetensors.Write(weights));
    }

    /// <summary>Takes back the escrow of a job that nobody holds.</summary>
    public async Task ReclaimAsync(ulong job, CancellationToken cancellation)
    {
        var mined = (await agent.Market.CancelAsync(job, cancellation)).OrRefused();
        agent.Log.Say("reclaimed", $"the escrow of job {job} ({mined.GasUsed} gas)");
        (await agent.Market.WithdrawAsync(cancellation)).OrRefused();
    }

    private static Terms TermsOf(JobFile.MarketPart m, Timestamp now) => new(
        JobFile.Coins(m.MinPrice, "minPrice").Value,
        JobFile.Coins(m.MaxPrice, "maxPrice").Value,
        JobFile.Coins(m.Stake, "stake").Value,
        JobFile.Coins(m.Bond, "bond").Value,
        m.RampSeconds,
        m.DeliverySeconds,
        m.WindowSeconds,
        m.BudgetSeconds,
        m.MinResponseSeconds,
        m.StepAllowanceSeconds,
        now.Seconds + m.OpenSeconds);
}
