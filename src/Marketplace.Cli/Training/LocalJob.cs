using Marketplace.Agents.Jobs;
using Marketplace.Blobs;
using Marketplace.Cli.Commands;
using Marketplace.Programs;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Specs;

namespace Marketplace.Cli.Training;

/// <summary>A spec on the disk with its artifacts in a folder of blobs.</summary>
public static class LocalJob
{
    /// <summary>Reads, compiles, admits and loads a job.</summary>
    /// <exception cref="UsageException">The spec is refused, or its program is not admitted.</exception>
    /// <exception cref="Agents.AgentException">An artifact is missing or is not what the spec says.</exception>
    public static async Task<(JobStart Start, JobArtifacts Artifacts)> LoadAsync(
        FileInfo file, string? blobs, CancellationToken cancellation)
    {
        var spec = Read(file);
        var artifacts = new JobArtifacts(new FolderBlobStore(blobs ?? Path.Combine(file.Directory!.FullName, "blobs")));
        await artifacts.FetchModelAsync(spec, cancellation);
        var training = JobArtifacts.Read(() => JobStart.Compile(spec, artifacts.Get));
        if (ProgramAdmission.Check(training.Program, Limits(spec)) is { } fault)
            throw new UsageException($"The job's program is not admitted: {fault.Reason} (phase {fault.Phase}, operation {fault.Operation}).");
        ResultFolder.RequireRoomFor(spec);
        await artifacts.FetchDataAsync(spec, cancellation);
        await artifacts.FetchKeptAsync(spec, cancellation);
        return (JobArtifacts.Read(() => JobStart.Of(spec, training, artifacts.Get)), artifacts);
    }

    /// <exception cref="UsageException">It is refused.</exception>
    public static JobSpec Read(FileInfo file) =>
        JobSpecReader.TryRead(SpecFile.Read(file, JobSpecReader.MaxBytes), out var spec, out var refusal)
            ? spec
            : throw SpecFile.Complaint(refusal);

    /// <summary>On one's own machine a job may be as large as it says; a market's solver has its own limits.</summary>
    private static ProgramLimits Limits(JobSpec spec) => new(long.MaxValue, Math.Max(ProgramLimits.Default.MaxTermsPerStep, 4 * (spec.Limits.MaxTermsPerStep / 2)));
}
