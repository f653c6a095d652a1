using Marketplace.Blobs;
using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Specs;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Jobs;

/// <summary>
/// A job with everything that its computation needs, fetched by hash and held against the chain: program root and initial
/// root are recomputed from the spec before anybody locks or challenges (C6, A2, A3).
/// </summary>
public sealed record JobPackage(ulong Job, JobRecord OnChain, JobStart Start, CommittedState Initial)
{
    private const long MaxSpecBytes = JobSpecReader.MaxBytes;

    /// <summary>Room for the header of a blob of tensors.</summary>
    private const long HeaderBytes = 1 << 20;

    public JobSpec Spec => Start.Spec;

    public Program Program => Start.Program;

    /// <exception cref="AgentException">A blob is missing or is not what it should be, the spec does not give the program
    /// that is on the chain, or the program is not admitted.</exception>
    public static async Task<JobPackage> LoadAsync(Agent agent, ulong job, CancellationToken cancellation)
    {
        var onChain = await agent.Market.JobAsync(job, cancellation);
        if ((JobState)onChain.State == JobState.None) throw new AgentException("NoSuchJob", $"There is no job {job}.");
        var specBytes = await FetchAsync(agent.Blobs, onChain.Spec, MaxSpecBytes, "the job spec", cancellation);
        if (!JobSpecReader.TryReadCanonical(specBytes, out var spec, out var refusal))
            throw new AgentException("MalformedSpec", $"The spec of job {job} is malformed: {refusal.Message}");

        JobLimits.Require(spec, ProgramLimits.Default);
        var artifacts = new JobArtifacts(agent.Blobs);
        await artifacts.FetchModelAsync(spec, cancellation);
        var training = JobArtifacts.Read(() => JobStart.Compile(spec, artifacts.Get));
        var program = training.Program;
        if (ProgramAdmission.Check(program) is { } unfit)
            throw new AgentException(unfit.Reason.ToString(), $"The program of job {job} is not admitted: {unfit.Reason}.");
        if (program.Root != onChain.Program)
            throw new AgentException("WrongProgram", $"The spec of job {job} does not give the program on the chain.");

        await artifacts.FetchDataAsync(spec, cancellation);
        var start = JobArtifacts.Read(() => JobStart.Of(spec, training, artifacts.Get));
        var initial = new CommittedState(program.Slots, start.State);
        if (initial.Root != onChain.InitialRoot)
            throw new AgentException("WrongStart", $"The data of job {job} does not give the initial root on the chain.");
        return new JobPackage(job, onChain, start, initial);
    }

    /// <summary>No checkpoint of this job is larger; the program is admitted, so this is no more than the memory limit.</summary>
    public long MaxCheckpointBytes => (long)ProgramCost.Of(Program).Bytes + HeaderBytes;

    /// <summary>A state as it is handed on: all state slots.</summary>
    public byte[] CheckpointOf(CommittedState state) => TensorBlob.WriteState(Program.Slots, state.Tensors);

    /// <summary>The state in a checkpoint blob, or null if the blob cannot be had or holds no state of this job. Whether it is
    /// the claimed state, its root says.</summary>
    public async Task<CommittedState?> CheckpointAsync(Agent agent, Hash32 blob, CancellationToken cancellation)
    {
        var limit = MaxCheckpointBytes;
        if (await agent.Blobs.GetAsync(new BlobId(blob), limit, cancellation) is not BlobResult.Found found) return null;
        try
        {
            return new CommittedState(Program.Slots, TensorBlob.ReadState(found.Bytes, Program.Slots, Initial.Tensors));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>A blob that has to be there.</summary>
    public static async Task<byte[]> FetchAsync(
        IBlobStore blobs, Hash32 id, long maxBytes, string what, CancellationToken cancellation) =>
        await blobs.GetAsync(new BlobId(id), maxBytes, cancellation) switch
        {
            BlobResult.Found found => found.Bytes,
            BlobResult.Missing => throw new AgentException("BlobMissing", $"The blob of {what}, {new BlobId(id)}, is missing."),
            BlobResult.TooLarge large =>
                throw new AgentException("BlobTooLarge", $"The blob of {what} has {large.Bytes} bytes; at most {maxBytes} are expected."),
            BlobResult.Corrupted => throw new AgentException(
                "BlobCorrupted", $"The blob of {what}, {new BlobId(id)}, is corrupted: its bytes have another hash."),
            _ => throw new InvariantBrokenException("a blob is found or not"),
        };
}
