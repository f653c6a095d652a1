using System.Collections.Immutable;
using Marketplace.Operators.Tests;
using Marketplace.Primitives;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Tests.Specs;

using Marketplace.Programs.Specs;

/// <summary>Random specs that are valid, of every family and kind.</summary>
internal static class RandomSpec
{
    public static JobSpec From(Draws draws)
    {
        var model = Model(draws);
        var task = Task(draws, model);
        var training = task != JobTask.Inference;
        var positions = model switch
        {
            RegisteredModel { Config: Gpt2Config gpt2 } => gpt2.NPositions,
            RegisteredModel { Config: LlamaConfig llama } => llama.MaxPositionEmbeddings,
            _ => task == JobTask.Language ? 300 : 0,
        };
        var dropsOut = model is RegisteredModel { Config: Gpt2Config { EmbdPdrop: var e, AttnPdrop: var a, ResidPdrop: var r } }
            && e + a + r > 0;
        var accumulate = training ? draws.UpTo(8) : 1;
        var updates = draws.UpTo(30);
        return new JobSpec(
            1, NumericProfile.F32, model, task, Weights(draws),
            new DataSource(Artifact(draws), draws.UpTo(int.MaxValue), 1000), Order(draws),
            new BatchSpec(draws.UpTo(100), accumulate), positions == 0 ? null : draws.UpTo(positions), Optimizer(draws),
            new RateSchedule(draws.Of(RateForm.Constant, RateForm.Linear, RateForm.Cosine), Positive(draws), (uint)draws.Below(9), Unit(draws)),
            training && draws.OneIn(2) ? Positive(draws) : null, dropsOut ? Seed(draws) : null,
            (uint)(updates * accumulate), (uint)draws.UpTo(9),
            training && draws.OneIn(2) ? new EvaluateSpec((uint)(accumulate * draws.UpTo(5)), draws.UpTo(1000)) : null,
            new LimitsSpec(long.MaxValue - draws.Below(1 << 20), long.MaxValue), draws.OneIn(2) ? Files(draws, "json") : []);
    }

    private static ModelSpec Model(Draws draws) => draws.Below(5) switch
    {
        0 => new RegisteredModel(new MlpConfig(
            [.. Enumerable.Range(0, draws.UpTo(4) + 1).Select(_ => 1 + draws.UpTo(99))], Activation(draws))),
        1 => new RegisteredModel(new CnnConfig(
            draws.UpTo(3), 8, 9, draws.OneIn(2) ? [new(3, 3, 1, 2), new(draws.UpTo(4), 2, 0, 1)] : [new(1, 8, 0, 1)],
            draws.OneIn(2) ? [] : [5, draws.UpTo(70)], 1 + draws.UpTo(10))),
        2 => new RegisteredModel(Gpt2(draws, draws.UpTo(4))),
        3 => new RegisteredModel(Llama(draws, draws.UpTo(3), draws.UpTo(3))),
        _ => new OnnxModel(Artifact(draws), draws.Of(Loss.CrossEntropy, Loss.MeanSquaredError)),
    };

    private static Gpt2Config Gpt2(Draws draws, int heads) => new(
        draws.UpTo(60000), draws.UpTo(1024), heads * draws.UpTo(64), draws.UpTo(12), heads, draws.UpTo(3000), Activation(draws),
        Positive(draws), draws.OneIn(2) ? Unit(draws) : 0, draws.OneIn(2) ? Unit(draws) : 0, 0, draws.OneIn(2));

    private static LlamaConfig Llama(Draws draws, int groups, int perGroup) => new(
        draws.UpTo(60000), groups * perGroup * 2 * draws.UpTo(32), draws.UpTo(3000), draws.UpTo(12), groups * perGroup, groups,
        draws.UpTo(1024), Positive(draws), Positive(draws), draws.OneIn(2));

    private static JobTask Task(Draws draws, ModelSpec model) => draws.OneIn(4) ? JobTask.Inference : model switch
    {
        OnnxModel { Loss: Loss.CrossEntropy } => draws.Of(JobTask.Classification, JobTask.Language),
        OnnxModel => JobTask.Regression,
        RegisteredModel { Config: MlpConfig } => draws.Of(JobTask.Classification, JobTask.Regression),
        RegisteredModel { Config: CnnConfig } => JobTask.Classification,
        _ => JobTask.Language,
    };

    private static WeightsSource Weights(Draws draws) => draws.OneIn(2)
        ? new WeightFiles(Files(draws, "safetensors"), draws.OneIn(2) ? Artifact(draws) : null)
        : new SeededWeights(Seed(draws));

    private static OrderSpec Order(Draws draws)
    {
        var kind = draws.Of(OrderKind.Sequential, OrderKind.Shuffled, OrderKind.Random);
        return new OrderSpec(kind, kind == OrderKind.Sequential ? 0 : Seed(draws));
    }

    private static OptimizerRule Optimizer(Draws draws) => draws.Below(3) switch
    {
        0 => new SgdRule(Unit(draws)),
        1 => new AdamRule(Unit(draws), Unit(draws), Positive(draws)),
        _ => new AdamWRule(Unit(draws), Unit(draws), Positive(draws), Unit(draws)),
    };

    private static ImmutableArray<NamedArtifact> Files(Draws draws, string extension) =>
        [.. Enumerable.Range(0, draws.UpTo(3)).Select(i => new NamedArtifact($"{draws.Of("a", "_b-", "Tokens.1")}{i}.{extension}", Artifact(draws)))];

    private static Artifact Artifact(Draws draws) => new(Keccak.Hash([(byte)draws.Below(256)]), 1L + draws.Below(int.MaxValue));

    private static Activation Activation(Draws draws) =>
        draws.Of(Models.Activation.Relu, Models.Activation.Gelu, Models.Activation.Silu, Models.Activation.Tanh);

    private static ulong Seed(Draws draws) => draws.OneIn(5) ? JobSpec.SeedLimit - 1 : (ulong)draws.Below(int.MaxValue);

    /// <summary>Any finite float32 above 0, subnormal ones among them.</summary>
    private static float Positive(Draws draws) => BitConverter.UInt32BitsToSingle((uint)draws.UpTo(0x7f7fffff));

    /// <summary>Any float32 from 0 below 1.</summary>
    private static float Unit(Draws draws) => BitConverter.UInt32BitsToSingle((uint)draws.Below(0x3f800000));
}
