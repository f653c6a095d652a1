using System.Security.Cryptography;
using System.Text;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs.Data;
using Marketplace.Programs.Tests.Weights;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Tests.Data;

/// <summary>Records cut into shards, and put together again from a manifest.</summary>
public sealed class DataSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Shards_OfAnySize_GiveTheSameTensors(int recordsPerShard)
    {
        var kept = new Kept();
        var manifest = await kept.WriteAsync(Table(10), recordsPerShard, 0.3m);
        manifest.Training.Should().HaveCount((7 + recordsPerShard - 1) / recordsPerShard);
        manifest.Training.SkipLast(1).Select(s => s.Records).Should().AllBeEquivalentTo(recordsPerShard);
        var data = kept.Assemble(DataManifestReader.Read(manifest.ToBytes()));
        (data.Training.Records, data.HeldOut.Records).Should().Be((7, 3));
        data.Training.Fields["features"].Shape.Should().Be(Shape.Of(7, 2));
        data.Training.Fields["features"].Words.Should().Equal(
            Enumerable.Range(0, 7).SelectMany(i => (float[])[i, i + 0.5f]).Select(BitConverter.SingleToUInt32Bits));
        data.HeldOut.Fields["labels"].Type.Should().Be(ElementType.I32);
        data.HeldOut.Fields["labels"].Words.Should().Equal(1u, 2u, 0u);
        manifest.TensorBytes.Should().Be(10 * 12);
    }

    [Fact]
    public async Task HeldOutRecords_DrawnByASeed_AreTheLastOfItsOrder()
    {
        var kept = new Kept();
        var data = kept.Assemble(await kept.WriteAsync(Table(10), 4, 0.25m, 1));
        // The order of B16's example: 7 6 8 3 9 0 4 5 | 2 1.
        data.Training.Fields["labels"].Words.Should().Equal(((uint[])[7, 6, 8, 3, 9, 0, 4, 5]).Select(i => i % 3));
        data.HeldOut.Fields["features"].Words.Should().Equal(((float[])[2, 2.5f, 1, 1.5f]).Select(BitConverter.SingleToUInt32Bits));
    }

    [Theory]
    [InlineData("0", 10, 0)]
    [InlineData("0.1", 10, 1)]
    [InlineData("0.1", 9, 0)]
    [InlineData("0.3", 10, 3)]
    [InlineData("0.29", 100, 29)]
    [InlineData("0.999999", 1000, 999)]
    public void Share_IsRoundedDown_AsADecimal(string share, int records, int heldOut) =>
        new HeldOutShare(decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture)).Of(records).Should().Be(heldOut);

    [Fact]
    public async Task AShard_IsOneTensorOfRankTwoForEachField()
    {
        var kept = new Kept();
        var manifest = await kept.WriteAsync(Table(1), 5);
        var bytes = kept.Shards[manifest.Training.Single().File];
        Encoding.ASCII.GetString(bytes.Span).Should().Contain("\"features\":{\"dtype\":\"F32\",\"shape\":[1,2]").And.Contain("\"labels\":{\"dtype\":\"I32\",\"shape\":[1,1]");
        manifest.Training[0].File.Should().Be(new Artifact(new Hash32(SHA256.HashData(bytes.Span)), bytes.Length));
        kept.Assemble(manifest).HeldOut.Fields.Should().BeEmpty();
    }

    [Fact]
    public void Floats_BecomeCanonical()
    {
        var shard = TensorFile.Of("""{"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""", 1, 0, 0xc0, 0xff, 0, 0, 0, 0x80);
        var manifest = new DataManifest([new DataField("x", ElementType.F32, [1])], [new DataShard(2, new Artifact(default, shard.Length))], []);
        DataSet.Assemble(manifest, _ => shard).Training.Fields["x"].Words.Should().Equal(0x7fc00000u, 0x80000000u);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}""", null)]
    [InlineData("""{"x":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}}""", "as F32 of shape [2, 2]")]
    [InlineData("""{"x":{"dtype":"F16","shape":[2,4],"data_offsets":[0,16]}}""", "as F32 of shape [2, 2]")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "as F32 of shape [2, 2]")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1,4],"data_offsets":[0,16]}}""", "as F32 of shape [2, 2]")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4,1],"data_offsets":[0,16]}}""", "as F32 of shape [2, 2]")]
    [InlineData("""{"y":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}""", "no tensor x")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "nothing else")]
    [InlineData("""{}""", "longer than")]
    public void AShardOfAnotherForm_IsRefused(string header, string? words)
    {
        var shard = TensorFile.Of(header, 16);
        var manifest = new DataManifest([new DataField("x", ElementType.F32, [2])], [new DataShard(2, new Artifact(default, shard.Length))], []);
        Action assemble = () => DataSet.Assemble(manifest, _ => shard);
        if (words is null) assemble.Should().NotThrow();
        else assemble.ShouldRefuse(words, header);
        Action shorter = () => DataSet.Assemble(manifest, _ => shard.AsMemory(0, shard.Length - 1));
        shorter.ShouldRefuse("bytes, not", "another length");
    }

    [Fact]
    public async Task NothingToTrainOn_AndTooManyShards_AreRefused()
    {
        var kept = new Kept();
        await FluentActions.Awaiting(() => kept.WriteAsync(new Many(4097), 1)).Should().ThrowAsync<FormatException>().WithMessage("*4097 shards*");
        await FluentActions.Awaiting(() => kept.WriteAsync(new Many(0), 1)).Should().ThrowAsync<FormatException>().WithMessage("No record*");
        await FluentActions.Awaiting(() => kept.WriteAsync(new Many(200, 1 << 24), 100)).Should().ThrowAsync<FormatException>().WithMessage("*1024 MiB*");
        kept.Shards.Should().BeEmpty();
    }

    private static CsvRecords Table(int rows) => new(
        [Kept.Stream("a,kind,b\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},{i % 3},{i}.5\n")))], "kind");

    private sealed class Many(int records, int width = 1) : IRecordSource
    {
        public IReadOnlyList<DataField> Fields => [DataField.FeaturesOf(width)];

        public int Records => records;

        public void Copy(int record, int field, Span<uint> words) => words.Clear();
    }
}
