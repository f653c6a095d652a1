using Marketplace.Agents;
using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Agents.Submission;
using Marketplace.Backends.Cpu;
using Marketplace.Blobs;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Data;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Models;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Training;
using Marketplace.Protocol.Market;
using Marketplace.World.Liars;

namespace Marketplace.Scenarios.Tests.Agents;

/// <summary>A language model's job on a real chain: attention, embeddings, clipping, dropout and all.</summary>
public sealed class LanguageJobTests
{
    [Fact]
    public async Task ALanguageModel_IsTrained_Audited_AndDelivered()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (submitter, _) = await market.NewAgentAsync();
        var prepared = await PrepareAsync(market);
        var job = await new Submitter(submitter).PostAsync(prepared, default);
        using var fast = new CpuBackend(threads: 2);
        var (agent, words) = await market.NewAgentAsync(fast);
        var solver = new Solver(agent, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);

        // Another machine, another path: the same bits.
        using var scalar = new CpuBackend(CpuPath.Scalar, 1);
        var (auditor, _) = await market.NewAgentAsync(scalar);
        (await new Auditor(auditor, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, default)).Should().Be(AuditOutcome.Passed);
        await market.CloseWindowAsync(agent, job);
        (await solver).Should().Be(JobState.Finalized);
        var result = await new Submitter(submitter).ReceiveAsync(job, default);
        result.Weights["transformer.wte.weight"].Shape.Should().Be(Shape.Of(20, 8));
        result.Weights["transformer.wte.weight"].Words.Should().NotEqual(prepared.Start.State[prepared.Program.Slots.Number("transformer.wte.weight")].Words);
    }

    /// <summary>The gradient of the embedding is what the contract judges token by token.</summary>
    [Theory]
    [InlineData(OpCode.ScatterAdd)]
    [InlineData(OpCode.MatMul)]
    public async Task ALiarAboutALanguageModel_IsSlashed(OpCode where)
    {
        await using var market = await SmallMarket.OpenAsync();
        var job = await market.PostAsync(await PrepareAsync(market));
        var (honest, _) = await market.NewAgentAsync();
        var package = await JobPackage.LoadAsync(honest, job, default);
        var (liar, words) = await market.NewAgentAsync(Lie(package, where));
        var solver = new Solver(liar, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);

        using var fast = new CpuBackend(threads: 2);
        var (auditor, said) = await market.NewAgentAsync(fast);
        var audit = new Auditor(auditor, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, default);
        // A liar that sees no lie in the other's words has no move: then its clock decides.
        await SmallMarket.UntilAsync(() => words.Has("stuck") || audit.IsCompleted, solver);
        if (!audit.IsCompleted) await market.AdvanceAsync(20_000);
        (await audit).Should().Be(AuditOutcome.Won, "{0} | {1}", said, words);
        (await solver).Should().Be(JobState.Slashed);
    }

    /// <summary>The first product or scatter of step 1 whose lie reaches the next state.</summary>
    private static OneBitLie Lie(JobPackage package, OpCode where)
    {
        var operations = package.Program.Phases[0].Operations;
        var j = Enumerable.Range(0, operations.Length).Last(i => operations[i].OpCode == where);
        return new OneBitLie(new LawBackend(), new OperationSite(1, j), 3, 30);
    }

    private static async Task<PreparedJob> PrepareAsync(SmallMarket market)
    {
        var blobs = new FolderBlobStore(market.BlobFolder);
        async Task<Artifact> PutAsync(byte[] bytes) => new((await blobs.PutAsync(bytes, default)).Hash, bytes.Length);
        var tokens = new Tensor(ElementType.I32, Shape.Of(6, 7));
        for (var i = 0; i < tokens.Words.Length; i++) tokens.Words[i] = Philox.Index(3, (uint)i, 0, 0, 20);
        var shard = await PutAsync(Safetensors.Write(new Dictionary<string, Tensor> { [DataField.Tokens] = tokens }));
        var manifest = await PutAsync(new DataManifest([new DataField(DataField.Tokens, ElementType.I32, [7])], [new DataShard(6, shard)], []).ToBytes());
        var spec = new JobSpec(
            Program.CurrentLaw, NumericProfile.F32,
            new RegisteredModel(new Gpt2Config(20, 6, 8, 1, 2, 16, Activation.Gelu, 1e-5f, 0, 0.1f, 0, TieWordEmbeddings: true)),
            JobTask.Language, new SeededWeights(3), new DataSource(manifest, 6, 0), new OrderSpec(OrderKind.Shuffled, 4), new BatchSpec(2, 1), 6,
            new AdamWRule(0.9f, 0.95f, 1e-8f, 0.01f), new RateSchedule(RateForm.Cosine, 0.01f, 1, 0.001f), 1, 5, 6, 3, null,
            new LimitsSpec(1 << 30, 1 << 30), []);
        return await PreparedJob.FromAsync(spec, blobs, SmallMarket.Job.Market, default);
    }
}
