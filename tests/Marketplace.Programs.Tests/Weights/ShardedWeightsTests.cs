using System.Text;
using Marketplace.Operators;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Tests.Weights;

/// <summary>Weights in several files.</summary>
public sealed class ShardedWeightsTests
{
    private static readonly NamedTensor[] Tensors =
    [
        new("a", [4], Tensor.Ints(Shape.Of(4), 1, 2, 3, 4)),
        new("b", [2], Tensor.Ints(Shape.Of(2), 5, 6)),
        new("c", [1, 8], Tensor.Ints(Shape.Of(8), 1, 2, 3, 4, 5, 6, 7, 8)),
        new("d", [1], Tensor.Ints(Shape.Of(1), 9)),
    ];

    [Fact]
    public void Cut_FillsFilesUpToTheirSize_AndReadPutsThemTogether()
    {
        var (shards, index) = ShardedWeights.Cut(Tensors, 24);
        shards.Select(s => s.FileName).Should().Equal(
            "model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors");
        index.TotalSize.Should().Be(60);
        index.WeightMap.Values.Should().Equal(shards[0].FileName, shards[0].FileName, shards[1].FileName, shards[2].FileName);
        Encoding.ASCII.GetString(index.ToBytes()).Should().StartWith("{\n  \"metadata\": {\n    \"total_size\": 60\n  },\n  \"weight_map\": {\n    \"a\": \"model-00001-of-00003.safetensors\",\n");

        var again = SafetensorsIndex.Parse(index.ToBytes());
        again.WeightMap.Should().Equal(index.WeightMap);
        var read = ShardedWeights.Read(again, name => Written(shards, name));
        read.Keys.Should().Equal("a", "b", "c", "d");
        read["c"].Words.Should().Equal(Tensors[2].Tensor.Words);
    }

    [Fact]
    public void Files_ThatHoldSomethingElse_AreRefused()
    {
        var (shards, index) = ShardedWeights.Cut(Tensors, 24);
        var files = index.Files;
        foreach (var (wrong, words) in new (SafetensorsIndex, string)[]
        {
            (index with { TotalSize = 61 }, "not 61"),
            (index with { WeightMap = With(index, "e", files[0]) }, "The tensor e is not"),
            (index with { WeightMap = With(index, "b", files[1]) }, "holds the tensor b"),
        })
        {
            Action read = () => ShardedWeights.Read(wrong, name => Written(shards, name));
            read.ShouldRefuse(words, words);
        }
    }

    [Theory]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":"../a.safetensors"}}""", "no plain name")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":"/a.safetensors"}}""", "no plain name")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":"b/a.safetensors"}}""", "no plain name")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":"b\\a.safetensors"}}""", "no plain name")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":"C:a.safetensors"}}""", "no plain name")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":"..safetensors"}}""", "no plain name")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":"a\u0000.safetensors"}}""", "no plain name")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":"model.bin"}}""", "no plain name")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":""}}""", "no plain name")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":1}}""", "object of texts")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":"a.safetensors","a":"a.safetensors"}}""", "twice")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":[]}""", "object of texts")]
    [InlineData("""{"metadata":{"total_size":-1},"weight_map":{}}""", "whole number")]
    [InlineData("""{"metadata":{"total_size":1.5},"weight_map":{}}""", "whole number")]
    [InlineData("""{"metadata":{},"weight_map":{}}""", "total_size is missing")]
    [InlineData("""{"weight_map":{}}""", "metadata is missing")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{},"more":1}""", "no member")]
    [InlineData("""{"metadata":{"total_size":1},"weight_map":{"a":{"b":{}}}}""", "nested too deeply")]
    [InlineData("""[]""", "has to be an object")]
    [InlineData("", "not JSON")]
    public void Index_OfAnotherForm_IsRefused(string json, string words)
    {
        Action read = () => SafetensorsIndex.Parse(Encoding.UTF8.GetBytes(json));
        read.ShouldRefuse(words, json);
    }

    private static Dictionary<string, string> With(SafetensorsIndex index, string tensor, string file) =>
        new(index.WeightMap) { [tensor] = file };

    private static MemoryStream Written(IReadOnlyList<WeightShard> shards, string name)
    {
        var stream = new MemoryStream();
        shards.Single(s => s.FileName == name).Content.WriteTo(stream);
        return stream;
    }
}
