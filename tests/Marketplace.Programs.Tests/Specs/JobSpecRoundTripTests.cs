using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Operators.Tests;
using Marketplace.Programs.Models;

namespace Marketplace.Programs.Tests.Specs;

using Marketplace.Programs.Specs;

/// <summary>A spec has one canonical writing, and every writing of it reads as the same spec (B13).</summary>
public sealed class JobSpecRoundTripTests
{
    private const string Mlp =
        """
        {"version":1,"law":1,"profile":"f32","model":{"family":"mlp","config":{"layers":[64,32,10],"activation":"relu"}},
        "task":"classification","weights":{"kind":"seeded","seed":7},
        "data":{"manifest":{"sha256":"DIGEST","bytes":1204},"records":1437,"heldOut":360},
        "order":{"kind":"shuffled","seed":1},"batch":{"records":32,"accumulate":1},
        "optimizer":{"kind":"sgd","momentum":0.9},"schedule":{"kind":"constant","rate":0.05,"warmup":0,"end":0.05},
        "steps":450,"checkpointEvery":45,"evaluate":{"every":45,"records":360},
        "limits":{"maxBytes":"1048576","maxTermsPerStep":"10000000"}}
        """;

    public static TheoryData<string> Samples => [.. SpecFiles.Samples.Select(f => Path.GetFileName(f).Split('.')[0])];

    [Fact]
    public void ToBytes_IsTheCanonicalForm()
    {
        var spec = SpecFiles.SampleSpec("mlp");
        var digest = Convert.ToHexStringLower(spec.Data.Manifest.Sha256.ToArray());
        var text = Mlp.Replace("\n", "", StringComparison.Ordinal).Replace("DIGEST", digest, StringComparison.Ordinal);
        Encoding.UTF8.GetString(spec.ToBytes()).Should().Be(text);
        spec.Id.ToArray().Should().Equal(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void ASample_RoundTrips(string name)
    {
        var spec = SpecFiles.SampleSpec(name);
        RoundTrips(spec);
        JobSpecReader.TryReadCanonical(SpecFiles.Sample(name), out var read, out var refusal).Should().BeFalse();
        read.Should().BeNull();
        (refusal!.Reason, refusal.Path).Should().Be((SpecReason.NotCanonical, "$"));
    }

    [Fact]
    public void ARandomSpec_RoundTrips() => Fuzz.Cases(400, draws => RoundTrips(RandomSpec.From(draws)));

    [Fact]
    public void AnyOrderOfMembers_ReadsAsTheSameSpec() => Fuzz.Cases(100, draws =>
    {
        var spec = RandomSpec.From(draws);
        var turned = Turned(JsonNode.Parse(spec.ToBytes())!).ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        JobSpecReader.TryRead(Encoding.UTF8.GetBytes(turned), out var read, out var refusal).Should().BeTrue("{0}", refusal);
        read.Should().Be(spec);
        read!.Id.Should().Be(spec.Id);
    });

    [Fact]
    public void OneByteMore_OrLess_IsNotCanonical() => Fuzz.Cases(100, draws =>
    {
        var bytes = RandomSpec.From(draws).ToBytes();
        JobSpecReader.TryReadCanonical(bytes.AsMemory(0, bytes.Length - 1), out _, out _).Should().BeFalse();
        JobSpecReader.TryReadCanonical((byte[])[.. bytes, (byte)'\n'], out _, out _).Should().BeFalse();
    });

    [Fact]
    public void TheInnerWidth_IsFourTimesTheWidth_AndIsWritten()
    {
        var spec = SpecFiles.SampleSpec("gpt2");
        spec.Model.Should().BeOfType<RegisteredModel>().Which.Config.Should().BeOfType<Gpt2Config>().Which.NInner.Should().Be(3072);
        Encoding.UTF8.GetString(spec.ToBytes()).Should().Contain("\"n_head\":12,\"n_inner\":3072,\"activation_function\":\"gelu_new\"");
        Encoding.UTF8.GetString(spec.ToBytes()).Should().Contain("\"end\":3e-5}").And.Contain("\"clip\":1,");
    }

    private static void RoundTrips(JobSpec spec)
    {
        var bytes = spec.ToBytes();
        JobSpecReader.TryReadCanonical(bytes, out var read, out var refusal).Should().BeTrue("{0}", refusal);
        read!.ToBytes().Should().Equal(bytes);
        read.Should().Be(spec);
        read.GetHashCode().Should().Be(spec.GetHashCode());
        // Part by part, not by the bytes alone.
        (read.Model, read.Weights, read.Data, read.Order, read.Batch, read.Optimizer, read.Schedule)
            .Should().Be((spec.Model, spec.Weights, spec.Data, spec.Order, spec.Batch, spec.Optimizer, spec.Schedule));
        (read.Law, read.Task, read.Sequence, read.Clip, read.DropoutSeed, read.Evaluate, read.Limits)
            .Should().Be((spec.Law, spec.Task, spec.Sequence, spec.Clip, spec.DropoutSeed, spec.Evaluate, spec.Limits));
        (read.Steps, read.CheckpointEvery).Should().Be((spec.Steps, spec.CheckpointEvery));
        read.Keep.Should().Equal(spec.Keep);
    }

    private static JsonNode Turned(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Reverse().Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Turned(m.Value!)))),
        JsonArray a => new JsonArray([.. a.Select(item => Turned(item!))]),
        _ => node.DeepClone(),
    };
}
