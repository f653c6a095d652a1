using System.Text;
using Marketplace.Numerics;
using Marketplace.Primitives;
using Marketplace.Programs.Data;
using Marketplace.Programs.Tests.Weights;

namespace Marketplace.Programs.Tests.Data;

/// <summary>The manifest of a data set (B17).</summary>
public sealed class DataManifestTests
{
    private const string Hash = "5fe7f977e71dba2ea1a68e21057beebb9be2ac30c6410aa38d4f3fbe41dcffd2";

    private static readonly string Sample =
        """{"version":1,"fields":[{"name":"tokens","dtype":"I32","shape":[257]}],"training":[{"records":1000,"sha256":"HASH","bytes":1028200},{"records":1,"sha256":"HASH","bytes":1200}],"heldOut":[{"records":10,"sha256":"HASH","bytes":10400}]}"""
            .Replace("HASH", Hash, StringComparison.Ordinal);

    [Fact]
    public void Manifest_IsReadAndWrittenToTheByte()
    {
        var manifest = DataManifestReader.Read(Encoding.UTF8.GetBytes(Sample));
        Encoding.ASCII.GetString(manifest.ToBytes()).Should().Be(Sample);
        manifest.Fields.Should().Equal(new DataField("tokens", ElementType.I32, [257]));
        manifest.Training[0].Should().Be(new DataShard(1000, new Artifact(Hash32.FromHex(Hash), 1028200)));
        (manifest.TrainingRecords, manifest.HeldOutRecords).Should().Be((1001, 10));
        manifest.TensorBytes.Should().Be(1011 * 257 * 4);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "version has to be 1")]
    [InlineData("\"version\":1", "\"version\": 1", "canonical")]
    [InlineData("\"version\":1", "\"version\":1,\"version\":1", "stands there twice")]
    [InlineData("\"version\":1,", "", "version is missing")]
    [InlineData("\"version\":1", "\"version\":1,\"more\":1", "no member")]
    [InlineData("\"name\":\"tokens\"", "\"name\":\"tok ens\"", "name has to be")]
    [InlineData("\"name\":\"tokens\"", "\"name\":\"\"", "name has to be")]
    [InlineData("\"name\":\"tokens\"", "\"name\":7", "name has to be")]
    [InlineData("\"name\":\"tokens\"", "\"name\":\"\\ud800\"", "not Unicode")]
    [InlineData("\"name\":\"tokens\"", "\"name\":\"\\u0074okens\"", "canonical")]
    [InlineData("\"name\":\"tokens\"", "\"name\":\"tokens\",\"name\":\"tokens\"", "stands there twice")]
    [InlineData("\"I32\"", "\"I8\"", "dtype has to be")]
    [InlineData("\"I32\"", "\"i32\"", "dtype has to be")]
    [InlineData("[257]", "[]", "1 to 4 entries")]
    [InlineData("[257]", "[1,1,1,1,257]", "1 to 4 entries")]
    [InlineData("[257]", "[0]", "from 1 to")]
    [InlineData("[257]", "[16777216,2]", "more than 16777216")]
    [InlineData("[257]", "[16777217]", "from 1 to")]
    [InlineData("[257]", "257", "has to be a list")]
    [InlineData("[257]", "[[257]]", "nested too deeply")]
    [InlineData("\"records\":1000", "\"records\":0", "from 1 to")]
    [InlineData("\"records\":1000", "\"records\":1001", "too few bytes")]
    [InlineData("\"records\":1000", "\"records\":2147483647", "too few bytes")]
    [InlineData("\"records\":1000", "\"records\":2147483648", "from 1 to")]
    [InlineData("\"records\":1000", "\"records\":1e3", "whole number")]
    [InlineData("\"records\":1000", "\"records\":1000,\"records\":1000", "stands there twice")]
    [InlineData("1028200", "1073741825", "from 1 to")]
    [InlineData("1028200", "-1", "whole number")]
    [InlineData("5fe7f977", "5FE7F977", "hexadecimal")]
    [InlineData("5fe7f977", "5fe7f9", "hexadecimal")]
    [InlineData("\"training\":[", "\"training\":[],\"x\":[", "no member")]
    [InlineData("\"heldOut\":[", "\"heldOut\":[1,", "has to be an object")]
    [InlineData("]}]}", "]}]", "not JSON")]
    public void Manifest_OfAnotherForm_IsRefused(string old, string @new, string words)
    {
        // The last replacement of the table takes the end away, all others are somewhere inside.
        var text = old == "]}]}" ? Sample[..^1] : Sample.Replace(old, @new, StringComparison.Ordinal);
        text.Should().NotBe(Sample);
        Refused(text, words);
    }

    [Fact]
    public void Lists_HaveTheirLimits()
    {
        const string Field = """{"name":"NAME","dtype":"F32","shape":[1]}""";
        var shard = $$"""{"records":1,"sha256":"{{Hash}}","bytes":1000}""";
        DataManifestReader.Read(Encoding.ASCII.GetBytes(Of(16, 4096, 0))).Training.Should().HaveCount(4096);
        DataManifestReader.Read(Encoding.ASCII.GetBytes(Of(1, 1, 4095))).HeldOut.Should().HaveCount(4095);
        Refused(Of(17, 1, 0), "1 to 16 entries");
        Refused(Of(0, 1, 0), "1 to 16 entries");
        Refused(Of(1, 0, 1), "1 to 4096 entries");
        Refused(Of(1, 4097, 0), "1 to 4096 entries");
        Refused(Of(1, 2, 4095), "0 to 4094 entries");
        Refused(Of(1, 1, 0).Replace("F32\",\"shape\":[1]}", "F32\",\"shape\":[1]},{\"name\":\"f0\",\"dtype\":\"I32\",\"shape\":[1]}", StringComparison.Ordinal), "two fields of the name f0");

        string Of(int fields, int training, int heldOut) =>
            $$"""{"version":1,"fields":[{{string.Join(',', Enumerable.Range(0, fields).Select(i => Field.Replace("NAME", $"f{i}", StringComparison.Ordinal)))}}],"training":[{{string.Join(',', Enumerable.Repeat(shard, training))}}],"heldOut":[{{string.Join(',', Enumerable.Repeat(shard, heldOut))}}]}""";
    }

    [Fact]
    public void RecordsTimesWidth_HasALimit()
    {
        // Each shard is as large as it says, but all of them together fill no tensor.
        var shards = string.Join(',', Enumerable.Repeat($$"""{"records":15,"sha256":"{{Hash}}","bytes":1073741824}""", 9));
        var text = $$"""{"version":1,"fields":[{"name":"x","dtype":"F32","shape":[16777216]}],"training":[{{shards}}],"heldOut":[]}""";
        Refused(text, "too large for one tensor");
    }

    [Fact]
    public void EveryPrefix_AndEveryFlippedBit_IsRefused_OrAnotherManifest()
    {
        for (var length = 0; length < Sample.Length; length++) Refused(Sample[..length], ".");
        var bytes = Encoding.ASCII.GetBytes(Sample);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                DataManifestReader.Read(damaged).ToBytes().Should().Equal(damaged);
            }
            catch (FormatException e)
            {
                e.Message.Should().EndWith(".");
            }
        }

        Refused(new string(' ', DataManifest.MaxBytes + 1), "at most");
    }

    private static void Refused(string text, string words)
    {
        Action read = () => DataManifestReader.Read(Encoding.UTF8.GetBytes(text));
        read.ShouldRefuse(words, text.Length < 600 ? text : words);
    }
}
