using System.Security.Cryptography;
using Marketplace.Primitives;
using Marketplace.Programs.Data;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Onnx;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Tests.Data;
using Marketplace.Programs.Tests.Specs;

namespace Marketplace.Programs.Tests.Onnx;

/// <summary>Jobs whose model is a graph.</summary>
public class OnnxJobTests
{
    [Fact]
    public async Task AJob_BeginsWithTheWeightsOfItsGraph_WhateverItsSeed()
    {
        var kept = new Kept();
        const string table = "a,b,c,d,kind\n1,2,3,4,0\n5,6,7,8,1\n2,1,0,3,2\n4,4,1,1,0\n";
        var source = new CsvRecords([Kept.Stream(table)], "kind");
        var manifest = await kept.WriteAsync(source, 4);
        var bytes = manifest.ToBytes();
        var named = new Artifact(new Hash32(SHA256.HashData(bytes)), bytes.Length);
        var graph = File.ReadAllBytes(OnnxFixtureTests.PathOf("mlp.onnx"));
        var spec = SpecFiles.SampleSpec("onnx") with
        {
            Weights = new SeededWeights(5),
            Data = new DataSource(named, 4, 0),
            Batch =
                new BatchSpec(2, 1),
            Steps = 2,
            CheckpointEvery = 1,
        };

        ReadOnlyMemory<byte> Fetch(Artifact artifact) =>
            artifact == named ? bytes : kept.Shards.TryGetValue(artifact, out var shard) ? shard : graph;
        var job = JobStart.Of(spec, JobStart.Compile(spec, Fetch), Fetch);
        foreach (var (name, tensor) in OnnxNetwork.Read(graph).Initial)
            job.State[job.Program.Slots.Number(name)].Words.Should().Equal(tensor.Words, name);
    }
}
