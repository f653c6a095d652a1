using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Data;

/// <summary>Records as tensors.</summary>
/// <param name="Fields">For each field one tensor [records, width]; none if there are no records.</param>
public sealed record RecordSet(int Records, IReadOnlyDictionary<string, Tensor> Fields);

/// <summary>The data of a job, put together from its shards.</summary>
public sealed record DataSet(RecordSet Training, RecordSet HeldOut)
{
    /// <param name="fetch">The bytes of a shard, held against its hash already.</param>
    /// <returns>Floats are canonical (F4).</returns>
    /// <exception cref="FormatException">A shard does not hold what the manifest says.</exception>
    public static DataSet Assemble(DataManifest manifest, Func<Artifact, ReadOnlyMemory<byte>> fetch) =>
        new(Assemble(manifest.Fields, manifest.Training, fetch), Assemble(manifest.Fields, manifest.HeldOut, fetch));

    private static RecordSet Assemble(
        IReadOnlyList<DataField> fields, IReadOnlyList<DataShard> shards, Func<Artifact, ReadOnlyMemory<byte>> fetch)
    {
        var records = shards.Aggregate(0, (sum, shard) => checked(sum + shard.Records));
        if (records == 0) return new RecordSet(0, new Dictionary<string, Tensor>());

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var done = 0;
        foreach (var shard in shards)
        {
            var bytes = fetch(shard.File);
            if (bytes.Length != shard.File.Bytes)
                throw new FormatException(
                    $"A shard has {bytes.Length} bytes, not {shard.File.Bytes} as the manifest says.");
            using var stream = Safetensors.StreamOver(bytes);
            var file = SafetensorsFile.Open(stream);
            RequireForm(file.Header, fields, shard.Records);
            foreach (var field in fields)
            {
                if (!tensors.TryGetValue(field.Name, out var whole))
                    tensors.Add(field.Name, whole = new Tensor(field.Type, Shape.Of(records, field.Width)));
                Copy(file.Read(field.Name), whole.Words.AsSpan(checked(done * field.Width)));
            }

            done += shard.Records;
        }

        return new RecordSet(records, tensors);
    }

    private static void RequireForm(SafetensorsHeader header, IReadOnlyList<DataField> fields, int records)
    {
        if (header.Entries.Count != fields.Count)
            throw new FormatException("A shard holds one tensor for each field and nothing else.");
        foreach (var field in fields)
        {
            var entry = header.Entries.FirstOrDefault(e => e.Name == field.Name)
                ?? throw new FormatException($"A shard holds no tensor {field.Name}.");
            var stored = field.Type == ElementType.F32 ? StoredType.F32 : StoredType.I32;
            if (entry.Type != stored || !entry.Dimensions.SequenceEqual([records, field.Width]))
                throw new FormatException(
                    $"A shard has to hold {field.Name} as {stored} of shape [{records}, {field.Width}].");
        }
    }

    private static void Copy(Tensor part, Span<uint> whole)
    {
        if (part.Type != ElementType.F32) part.Words.CopyTo(whole);
        else
            for (var i = 0; i < part.Words.Length; i++) whole[i] = Law.Canonical(part.Words[i]);
    }
}
