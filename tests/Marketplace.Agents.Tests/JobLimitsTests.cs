using System.Text;
using Marketplace.Agents.Submission;
using Marketplace.Blobs;
using Marketplace.Programs.Specs;

namespace Marketplace.Agents.Tests;

/// <summary>A spec that is sound but far too large for this agent is refused before anything of it is compiled or fetched
/// (A2).</summary>
public sealed class JobLimitsTests
{
    private const string Llama = """
        {"version":1,"law":1,"profile":"f32","model":{"family":"llama","config":{"vocab_size":32000,"hidden_size":WIDTH,
        "intermediate_size":64,"num_hidden_layers":1024,"num_attention_heads":1,"num_key_value_heads":1,"max_position_embeddings":16777216,
        "rms_norm_eps":1e-5,"rope_theta":10000.0,"tie_word_embeddings":true}},"task":"TASK","weights":{"kind":"seeded","seed":1},
        "data":{"manifest":{"sha256":"4dff93cc5837288533df618ed87055209367132fd8b1dd21b05c49c63c94a6e0","bytes":1204},"records":16,"heldOut":0},
        "order":{"kind":"sequential"},"batch":{"records":1,"accumulate":1},"sequence":SEQUENCE,"optimizer":{"kind":"sgd","momentum":0.0},
        "schedule":{"kind":"constant","rate":1.0,"warmup":0,"end":1.0},"steps":16,"checkpointEvery":1,
        "limits":{"maxBytes":"9223372036854775807","maxTermsPerStep":"9223372036854775807"}}
        """;

    [Theory]
    [InlineData(65536, 4, "language", "TooMuchMemory")]
    [InlineData(2, 16777216, "language", "TooMuchWork")]
    [InlineData(2, 16777216, "inference", "TooMuchWork")]
    public async Task AJobAboveTheAgentsLimits_IsRefusedFromItsSpecAlone(int width, int sequence, string task, string reason)
    {
        var text = Llama.Replace("WIDTH", $"{width}").Replace("SEQUENCE", $"{sequence}").Replace("TASK", task);
        JobSpecReader.TryRead(Encoding.UTF8.GetBytes(text), out var spec, out var refusal).Should().BeTrue("{0}", refusal);
        var market = JobFile.Parse(JobFileTests.Sample).Market;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = await FluentActions.Awaiting(() => PreparedJob.FromAsync(spec!, new NoBlobs(), market, default)).Should().ThrowAsync<AgentException>();
        refused.Which.Reason.Should().Be(reason);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 << 20);
    }

    private sealed class NoBlobs : IBlobStore
    {
        public Task<BlobId> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<BlobResult> GetAsync(BlobId id, long maxBytes, CancellationToken cancellation) =>
            throw new NotSupportedException("Nothing is fetched for a job that is refused.");

        public Task<bool> ContainsAsync(BlobId id, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
