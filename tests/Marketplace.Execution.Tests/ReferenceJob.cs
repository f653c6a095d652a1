using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Data;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.Execution.Tests;

/// <summary>The job that all machines have to agree on: 320 steps of a small classifier on drawn flowers.</summary>
internal static class ReferenceJob
{
    public const int Rows = 120;
    public static readonly Tensor Features = Flowers(seed: 1);
    public static readonly Tensor Labels =
        Tensor.Ints(Shape.Of(Rows, 1), [.. Enumerable.Range(0, Rows).Select(r => r % 3)]);

    public static readonly Model Model = new Mlp(new MlpConfig([4, 128, 3], Activation.Relu));

    public static readonly CompiledTraining Training = TrainingCompiler.Compile(new TrainingPlan(
        Model, LearningTask.Classification, Rows, 4, 1, 30, 1, new AdamRule(0.9f, 0.999f, 1e-8f),
        new RateSchedule(RateForm.Constant, 0.01f, 0, 0), null, null, 320, 32, null));

    /// <summary>The tensors before step 0.</summary>
    public static Tensor[] Start() => TrainingState.Initial(
        Training,
        new Dictionary<string, Tensor>
        {
            [TrainingSlots.Features] = Features,
            [TrainingSlots.Labels] = Labels,
            [TrainingSlots.Order] =
                new Tensor(ElementType.I32, Shape.Of(320, 30), new RecordOrder(RecordOrderKind.Random, 7, Rows).Table(320 * 30)),
        },
        7);

    /// <summary>Three kinds of rows, each around its own centre.</summary>
    public static Tensor Flowers(ulong seed)
    {
        float[] centres = [5.0f, 3.4f, 1.5f, 0.2f, 5.9f, 2.8f, 4.3f, 1.3f, 6.6f, 3.0f, 5.6f, 2.0f];
        var values = new float[Rows * 4];
        for (var e = 0; e < values.Length; e++)
        {
            var noise = 0.6f * ((Philox.Word(seed, (uint)e, 0, 0) >> 8) / 16777216f - 0.5f);
            values[e] = centres[e / 4 % 3 * 4 + e % 4] + noise;
        }

        return Tensor.Floats(Shape.Of(Rows, 4), values);
    }
}
