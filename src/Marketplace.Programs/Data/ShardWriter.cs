using System.Security.Cryptography;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Data;

/// <summary>Cuts records into shards and says in a manifest what they are. One shard at a time is in memory.</summary>
/// <param name="recordsPerShard">At most; the last shard of a list holds the rest.</param>
/// <param name="put">Keeps a shard under its hash.</param>
public sealed class ShardWriter(int recordsPerShard, Func<Artifact, ReadOnlyMemory<byte>, Task> put)
{
    // Room for the header of a shard: sixteen short names.
    private const int MaxHeader = 1 << 14;

    /// <exception cref="FormatException">No record is left to train on, or a limit of manifests is passed.</exception>
    public async Task<DataManifest> WriteAsync(IRecordSource source, HeldOutShare heldOut)
    {
        Invariant.That(recordsPerShard > 0, "a shard has room for a record");
        var training = source.Records - heldOut.Of(source.Records);
        if (training < 1) throw new FormatException("No record is left to train on.");
        var (first, second) = (Shards(training), Shards(source.Records - training));
        if (first + second > DataManifest.MaxShards)
            throw new FormatException(
                $"{source.Records} records need {first + second} shards; a data set has {DataManifest.MaxShards} at most.");
        var manifest = new DataManifest(
            source.Fields,
            await CutAsync(source, heldOut, 0, training),
            await CutAsync(source, heldOut, training, source.Records));
        // The reader's limits hold for the writer too: what is written can be read.
        return DataManifestReader.Read(manifest.ToBytes());
    }

    private long Shards(int records) => ((long)records + recordsPerShard - 1) / recordsPerShard;

    private async Task<List<DataShard>> CutAsync(IRecordSource source, HeldOutShare heldOut, int begin, int end)
    {
        var shards = new List<DataShard>();
        for (var i = begin; i < end; i += Math.Min(recordsPerShard, end - i))
        {
            var count = Math.Min(recordsPerShard, end - i);
            var bytes = Shard(source, heldOut, i, count);
            var artifact = new Artifact(new Hash32(SHA256.HashData(bytes)), bytes.Length);
            await put(artifact, bytes);
            shards.Add(new DataShard(count, artifact));
        }

        return shards;
    }

    private static byte[] Shard(IRecordSource source, HeldOutShare heldOut, int begin, int count)
    {
        var bytesPerRecord = source.Fields.Aggregate(0L, (sum, f) => sum + (4L * f.Width));
        if (bytesPerRecord * count > DataManifest.MaxShardBytes - MaxHeader)
            throw new FormatException(
                $"A shard of {count} records is larger than {DataManifest.MaxShardBytes >> 20} MiB: put fewer into one.");
        var tensors = new List<NamedTensor>();
        for (var f = 0; f < source.Fields.Count; f++)
        {
            var (field, width) = (source.Fields[f], source.Fields[f].Width);
            var tensor = new Tensor(field.Type, Shape.Of(count, width));
            for (var r = 0; r < count; r++)
                source.Copy(heldOut.At(begin + r, source.Records), f, tensor.Words.AsSpan(r * width, width));
            tensors.Add(new NamedTensor(field.Name, [count, width], tensor));
        }

        return Safetensors.Write(tensors);
    }
}
