using System.Text.Json;
using Marketplace.Blobs;
using Marketplace.Operators;
using Marketplace.Programs.Data;
using Marketplace.World;

namespace Marketplace.Cli.Tests;

/// <summary>The verb data import: from a file on the disk to shards and a manifest in a folder of blobs.</summary>
public sealed class DataImportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("data ");

    private string Blobs => Path.Combine(_folder.FullName, "blobs");

    [Fact]
    public async Task Csv_BecomesFeaturesAndLabels()
    {
        var iris = Path.Combine(Artifacts.RepositoryRoot, "docs", "samples", "iris.csv");
        var (report, data) = await ImportedAsync("csv", iris, "--label", "species", "--held-out", "0.2", "--held-out-seed", "3", "--shard-records", "50");
        report.GetProperty("records").GetInt32().Should().Be(120);
        report.GetProperty("heldOut").GetInt32().Should().Be(30);
        report.GetProperty("fields").GetRawText().Should().Be(
            """[{"name":"features","dtype":"F32","shape":[4]},{"name":"labels","dtype":"I32","shape":[1]}]""");
        report.GetProperty("classes").GetRawText().Should().Be("""["setosa","versicolor","virginica"]""");
        data.Training.Fields["features"].Shape.Should().Be(Shape.Of(120, 4));
        foreach (var set in (RecordSet[])[data.Training, data.HeldOut])
            set.Fields["labels"].Words.Distinct().Order().Should().Equal(0u, 1, 2);
    }

    [Fact]
    public async Task Text_AndTheSameTextInLines_BecomeTokens()
    {
        await File.WriteAllTextAsync(At("a.txt"), "abcdefghijk");
        var (report, data) = await ImportedAsync("text", "a.txt", "--sequence", "2", "--held-out", "0.4");
        report.GetProperty("fields").GetRawText().Should().Be("""[{"name":"tokens","dtype":"I32","shape":[3]}]""");
        data.Training.Fields["tokens"].Words.Should().Equal("abccdeefg".Select(c => (uint)c));
        data.HeldOut.Fields["tokens"].Words.Should().Equal("ghiijk".Select(c => (uint)c));

        await File.WriteAllTextAsync(At("a.jsonl"), "{\"body\":\"abcdefghijk\"}\n");
        var (same, _) = await ImportedAsync("jsonl", "a.jsonl", "--text-field", "body", "--sequence", "2", "--held-out", "0.4");
        same.GetRawText().Should().Be(report.GetRawText());
    }

    [Fact]
    public async Task Tokens_OfTwoFiles_AreJoined()
    {
        // Ten ids each, as NumPy writes them: 0 … 9.
        byte[] npy = [0x93, .. "NUMPY"u8, 1, 0, 58, 0, .. "{'descr': '|u1', 'fortran_order': False, 'shape': (10,), }\n"u8[..58], .. Enumerable.Range(0, 10).Select(i => (byte)i)];
        await File.WriteAllBytesAsync(At("a.npy"), npy);
        var (report, data) = await ImportedAsync("tokens", "a.npy", "a.npy", "--sequence", "19", "--held-out", "0");
        report.GetProperty("heldOut").GetInt32().Should().Be(0);
        data.Training.Fields["tokens"].Words.Should().Equal(Enumerable.Range(0, 20).Select(i => (uint)i % 10));
    }

    [Theory]
    [InlineData("", "there are add, import")]
    [InlineData("import", "there are csv, text, jsonl, tokens")]
    [InlineData("import pdf a.csv --blobs b", "There is no verb \"pdf\"")]
    [InlineData("import csv a.csv --blobs b", "--label")]
    [InlineData("import csv a.csv --label kind", "--blobs")]
    [InlineData("import csv none.csv --label kind --blobs b", "There is no file")]
    [InlineData("import csv a.csv --label species --blobs b", "In a.csv: The table has no column")]
    [InlineData("import csv a.csv --label kind --blobs b --held-out 1", "--held-out is a share")]
    [InlineData("import csv a.csv --label kind --blobs b --held-out -0.1", "--held-out is a share")]
    [InlineData("import csv a.csv --label kind --blobs b --held-out 1e-1", "--held-out is a share")]
    [InlineData("import csv a.csv --label kind --blobs b --shard-records 0", "--shard-records")]
    [InlineData("import text a.csv --blobs b", "--sequence is missing")]
    [InlineData("import text a.csv --blobs b --sequence 0", "--sequence has to be")]
    [InlineData("import text a.csv --blobs b --sequence two", "--sequence wants")]
    [InlineData("import text a.csv --blobs b --sequence 1000", "There are 16 tokens")]
    [InlineData("import jsonl a.csv --blobs b --sequence 2", "In a.csv: Line 1 is not JSON")]
    [InlineData("import tokens a.csv --blobs b --sequence 2", "In a.csv: The header is longer")]
    [InlineData("import tokens a.pkl --blobs b --sequence 2", "In a.pkl: This is a pickle")]
    public async Task WhatCannotBeImported_IsRefused_AndLeavesNothing(string line, string words)
    {
        await File.WriteAllTextAsync(At("a.csv"), "kind,x\na,1\nb,-2\n");
        await File.WriteAllBytesAsync(At("a.pkl"), [0x80, 0x04, 0x4e, 0x2e]);
        var ran = await Ran.ProgramAsync("Marketplace.Cli.dll", _folder.FullName, ["data", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        ran.ShouldBeRefused(line).Complaint.Should().Contain(words, line);
        _folder.GetFileSystemInfos().Should().HaveCount(2, line);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<(JsonElement Report, DataSet Data)> ImportedAsync(string kind, params string[] arguments)
    {
        var ran = await Ran.ProgramAsync("Marketplace.Cli.dll", _folder.FullName, ["data", "import", kind, "--blobs", Blobs, .. arguments]);
        ran.Complaint.Should().BeEmpty();
        ran.ExitCode.Should().Be(0);
        var report = JsonDocument.Parse(ran.Output).RootElement;
        var named = report.GetProperty("manifest");
        var store = new FolderBlobStore(Blobs);
        var manifest = await FetchAsync(BlobId.FromHex(named.GetProperty("sha256").GetString()!), named.GetProperty("bytes").GetInt64());
        var parsed = DataManifestReader.Read(manifest);
        var shards = new Dictionary<Marketplace.Programs.Artifact, byte[]>();
        foreach (var shard in parsed.Training.Concat(parsed.HeldOut))
            shards[shard.File] = await FetchAsync(new BlobId(shard.File.Sha256), shard.File.Bytes);
        return (report, DataSet.Assemble(parsed, artifact => shards[artifact]));

        async Task<byte[]> FetchAsync(BlobId id, long bytes) =>
            ((BlobResult.Found)await store.GetAsync(id, bytes, CancellationToken.None)).Bytes;
    }
}
