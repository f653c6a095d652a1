using Marketplace.Blobs;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Programs.Data;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Specs;

namespace Marketplace.Agents.Jobs;

/// <summary>The files that a job names, fetched by what they say and no longer than they say (A3).</summary>
public sealed class JobArtifacts(IBlobStore blobs)
{
    private readonly Dictionary<Hash32, byte[]> _fetched = [];

    /// <summary>What its program needs: the graph, if the model is one.</summary>
    /// <exception cref="AgentException">It cannot be had.</exception>
    public Task FetchModelAsync(JobSpec spec, CancellationToken cancellation) =>
        spec.Model is OnnxModel onnx ? FetchAsync(onnx.Graph, "the graph", cancellation) : Task.CompletedTask;

    /// <summary>What its first state needs: records and weights.</summary>
    /// <exception cref="AgentException">One of them cannot be had, or the manifest is none.</exception>
    public async Task FetchDataAsync(JobSpec spec, CancellationToken cancellation)
    {
        await FetchAsync(spec.Data.Manifest, "the manifest", cancellation);
        var manifest = Read(() => DataManifestReader.Read(Get(spec.Data.Manifest)));
        foreach (var artifact in JobStart.Artifacts(spec, manifest)) await FetchAsync(artifact, "an artifact", cancellation);
    }

    /// <summary>Files that are handed through to the result.</summary>
    /// <exception cref="AgentException">One of them cannot be had.</exception>
    public async Task FetchKeptAsync(JobSpec spec, CancellationToken cancellation)
    {
        foreach (var kept in spec.Keep) await FetchAsync(kept.File, kept.Name, cancellation);
    }

    /// <summary>A file that was fetched.</summary>
    public ReadOnlyMemory<byte> Get(Artifact artifact) => _fetched[artifact.Sha256];

    /// <summary>What a reader of files refuses is the job's fault.</summary>
    /// <exception cref="AgentException">It refused.</exception>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new AgentException("WrongData", e.Message);
        }
    }

    private async Task FetchAsync(Artifact artifact, string what, CancellationToken cancellation)
    {
        if (_fetched.ContainsKey(artifact.Sha256)) return;
        var bytes = await JobPackage.FetchAsync(blobs, artifact.Sha256, artifact.Bytes, what, cancellation);
        if (bytes.Length != artifact.Bytes)
            throw new AgentException("WrongData", $"The blob of {what}, {new BlobId(artifact.Sha256)}, has {bytes.Length} bytes, not {artifact.Bytes}.");
        _fetched[artifact.Sha256] = bytes;
    }
}
