using System.Globalization;
using System.Text;

namespace Marketplace.Programs.Data;

/// <summary>A file of whole records: a safetensors file with one tensor [records, width] for each field.</summary>
/// <param name="Records">At least one.</param>
public sealed record DataShard(int Records, Artifact File);

/// <summary>A data set as a job names it: the fields of a record, and the files of training and held-out records in
/// their order.</summary>
/// <param name="HeldOut">May be empty.</param>
public sealed record DataManifest(
    IReadOnlyList<DataField> Fields, IReadOnlyList<DataShard> Training, IReadOnlyList<DataShard> HeldOut)
{
    public const int Version = 1;
    public const int MaxBytes = 1 << 20;
    public const int MaxFields = 16;

    /// <summary>Of training and held-out records together.</summary>
    public const int MaxShards = 4096;

    public const int MaxRecords = int.MaxValue;

    /// <summary>Of one file.</summary>
    public const long MaxShardBytes = 1L << 30;

    public int TrainingRecords => Count(Training);

    public int HeldOutRecords => Count(HeldOut);

    /// <summary>Bytes of all records once they are tensors: what a reader has to have room for.</summary>
    public long TensorBytes =>
        ((long)TrainingRecords + HeldOutRecords) * Fields.Aggregate(0L, (sum, f) => sum + (4L * f.Width));

    /// <summary>The canonical form: no white space, members in this order; its SHA-256 names the data set.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder("{\"version\":1,\"fields\":[");
        text.AppendJoin(',', Fields.Select(f =>
            $$"""{"name":"{{f.Name}}","dtype":"{{f.Type}}","shape":[{{string.Join(',', f.Dimensions.Select(Number))}}]}"""));
        text.Append("],\"training\":[").AppendJoin(',', Training.Select(Shard));
        text.Append("],\"heldOut\":[").AppendJoin(',', HeldOut.Select(Shard));
        return Encoding.ASCII.GetBytes(text.Append("]}").ToString());
    }

    private static string Shard(DataShard shard)
    {
        var sha256 = Convert.ToHexStringLower(shard.File.Sha256.ToArray());
        return $$"""{"records":{{Number(shard.Records)}},"sha256":"{{sha256}}","bytes":{{Number(shard.File.Bytes)}}}""";
    }

    private static int Count(IReadOnlyList<DataShard> shards) =>
        shards.Aggregate(0, (sum, shard) => checked(sum + shard.Records));

    private static string Number(int number) => Number((long)number);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
