using System.Globalization;
using Marketplace.Agents.Jobs;
using Marketplace.Blobs;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Data;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Models;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Training;

namespace Marketplace.Agents.Submission;

/// <summary>A job as it is about to be posted: everything that follows from the job file and the table.</summary>
/// <param name="Table">The table's rows, those that are kept back among them; null of a job that has a spec of its own.</param>
/// <param name="Files">The blobs that the spec names, if they are not where they belong yet.</param>
public sealed record PreparedJob(
    JobFile.MarketPart Market, DataSplit? Table, JobStart Start, CommittedState Initial, IReadOnlyList<byte[]> Files)
{
    public JobSpec Spec => Start.Spec;

    public Program Program => Start.Program;

    public Model Model => Start.Training.Plan.Model;

    /// <summary>A job of a spec whose artifacts lie in the store already.</summary>
    /// <exception cref="AgentException">One of them does not, or is not what the spec says; the program is not admitted.</exception>
    public static async Task<PreparedJob> FromAsync(JobSpec spec, IBlobStore blobs, JobFile.MarketPart market, CancellationToken cancellation)
    {
        JobLimits.Require(spec, ProgramLimits.Default);
        var artifacts = new JobArtifacts(blobs);
        await artifacts.FetchModelAsync(spec, cancellation);
        var training = JobArtifacts.Read(() => JobStart.Compile(spec, artifacts.Get));
        if (ProgramAdmission.Check(training.Program) is { } fault)
            throw new AgentException(fault.Reason.ToString(), $"The job is not admitted: {fault.Reason}.");
        await artifacts.FetchDataAsync(spec, cancellation);
        var start = JobArtifacts.Read(() => JobStart.Of(spec, training, artifacts.Get));
        return new PreparedJob(market, null, start, new CommittedState(training.Program.Slots, start.State), []);
    }

    /// <exception cref="JobFileException">The job cannot be made, or it is too large.</exception>
    public static PreparedJob From(JobFile file, string table)
    {
        var labelled = LabelledTable.Parse(table, file.Data.Label);
        var data = DataSplit.Of(labelled, file.Data.HoldOutEvery);
        var shard = Safetensors.Write(new Dictionary<string, Tensor>
        {
            [DataField.Features] = data.Features,
            [DataField.Labels] = data.Labels,
        });
        var manifest = new DataManifest(
            [new DataField(DataField.Features, ElementType.F32, [data.Features.Columns]), new DataField(DataField.Labels, ElementType.I32, [1])],
            [new DataShard(data.Features.Rows, ArtifactOf(shard))],
            []).ToBytes();

        var spec = SpecOf(file, data, labelled.Classes.Length, ArtifactOf(manifest));
        Func<Artifact, ReadOnlyMemory<byte>> fetch = artifact => artifact == spec.Data.Manifest ? manifest : shard;
        var training = JobStart.Compile(spec, fetch);
        if (ProgramAdmission.Check(training.Program) is { } fault)
        {
            var bytes = ProgramCost.Of(training.Program).Bytes.ToString("N0", CultureInfo.InvariantCulture);
            throw new JobFileException($"The job is not admitted: {fault.Reason} (its tensors take {bytes} bytes).");
        }

        var start = JobStart.Of(spec, training, fetch);
        return new PreparedJob(file.Market, data, start, new CommittedState(training.Program.Slots, start.State), [manifest, shard]);
    }

    private static JobSpec SpecOf(JobFile file, DataSplit data, int classes, Artifact manifest)
    {
        var spec = new JobSpec(
            Program.CurrentLaw, NumericProfile.F32,
            new RegisteredModel(new MlpConfig([data.Features.Columns, .. file.Model.Hidden, classes], Activation.Relu)),
            JobTask.Classification, new SeededWeights(file.Seed), new DataSource(manifest, data.Features.Rows, 0),
            new OrderSpec(OrderKind.Random, file.Seed), new BatchSpec(file.Batch, 1), null,
            new AdamRule(file.Optimizer.Beta1, file.Optimizer.Beta2, file.Optimizer.Epsilon),
            new RateSchedule(RateForm.Constant, file.Optimizer.Rate, 0, 0), null, null, file.Steps, file.CheckpointEvery, null,
            new LimitsSpec(long.MaxValue, long.MaxValue), []);
        var cost = SpecCost.Of(spec);
        if (cost.StateBytes > long.MaxValue || cost.TermsPerStep > long.MaxValue) throw new JobFileException("The job is too large.");
        spec = spec with { Limits = new LimitsSpec((long)cost.StateBytes, (long)cost.TermsPerStep) };
        return JobSpecReader.TryReadCanonical(spec.ToBytes(), out var read, out var refusal)
            ? read
            : throw new JobFileException($"The job file is wrong: {refusal.Message}");
    }

    private static Artifact ArtifactOf(byte[] bytes) => new(BlobId.Of(bytes).Hash, bytes.Length);
}
