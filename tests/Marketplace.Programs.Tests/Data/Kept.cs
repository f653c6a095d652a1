using System.Text;
using Marketplace.Programs.Data;

namespace Marketplace.Programs.Tests.Data;

/// <summary>A store of shards that lives as long as a test.</summary>
internal sealed class Kept
{
    public Dictionary<Artifact, ReadOnlyMemory<byte>> Shards { get; } = [];

    public async Task<DataManifest> WriteAsync(IRecordSource source, int recordsPerShard, decimal share = 0, ulong? seed = null)
    {
        var writer = new ShardWriter(recordsPerShard, (artifact, bytes) =>
        {
            Shards[artifact] = bytes;
            return Task.CompletedTask;
        });
        return await writer.WriteAsync(source, new HeldOutShare(share, seed));
    }

    public DataSet Assemble(DataManifest manifest) => DataSet.Assemble(manifest, artifact => Shards[artifact]);

    public static Stream Stream(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));
}
