using Marketplace.Operators;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.PyTorch.Tests;

/// <summary>A model that both sides train, and what it learns from.</summary>
/// <param name="Name">As the Python files know it.</param>
/// <param name="Rate">Of AdamW's curve, at its highest.</param>
/// <param name="Data">By slot name; without the order of the records.</param>
public sealed record Family(
    string Name, ModelConfig Config, LearningTask Task, uint Batch, float Rate,
    IReadOnlyDictionary<string, Tensor> Data)
{
    private const int Sequence = 32;
    private const int Vocabulary = 48;

    public static Family Mlp() => new(
        "mlp", new MlpConfig([16, 64, 48, 10], Activation.Gelu), LearningTask.Classification, 32, 3e-3f,
        SyntheticData.Centres(records: 512, columns: 16, classes: 10, seed: 1));

    public static Family Regression(int targets) => new(
        "mlp", new MlpConfig([16, 64, targets], Activation.Tanh), LearningTask.Regression, 32, 3e-3f,
        SyntheticData.Curves(records: 256, columns: 16, targets, seed: 5));

    public static Family Cnn() => new(
        "cnn", new CnnConfig(1, 12, 12, [new(8, 3, 1, 2), new(12, 3, 0, 2)], [32], 4),
        LearningTask.Classification, 16, 3e-3f, SyntheticData.Images(records: 256, side: 12, seed: 2));

    public static Family Gpt2() => new(
        "gpt2",
        new Gpt2Config(Vocabulary, Sequence, 64, 2, 4, 256, Activation.Gelu, 1e-5f, 0, 0, 0, TieWordEmbeddings: true),
        LearningTask.Language, 8, 1e-3f, SyntheticData.Chain(records: 256, Sequence + 1, Vocabulary, seed: 3));

    public static Family Llama() => new(
        "llama", new LlamaConfig(Vocabulary, 64, 160, 2, 4, 2, Sequence, 1e-5f, 10000, TieWordEmbeddings: false),
        LearningTask.Language, 8, 1e-3f, SyntheticData.Chain(records: 256, Sequence + 1, Vocabulary, seed: 4));

    public static Family Named(string name) => name switch
    {
        "mlp" => Mlp(),
        "cnn" => Cnn(),
        "gpt2" => Gpt2(),
        _ => Llama(),
    };

    public static TheoryData<string> Names => ["mlp", "cnn", "gpt2", "llama"];

    /// <summary>AdamW with a warm-up of a tenth of the steps and a cosine to a tenth of the rate.</summary>
    public TrainingPlan Plan(uint steps) => Plan(
        steps, new AdamWRule(0.9f, 0.95f, 1e-8f, 0.1f),
        new RateSchedule(RateForm.Cosine, Rate, steps / 10, Rate / 10));

    public TrainingPlan Plan(uint steps, OptimizerRule optimizer, RateSchedule rate)
    {
        var shape = Data[Task == LearningTask.Language ? TrainingSlots.Tokens : TrainingSlots.Features].Shape;
        var targets = Task == LearningTask.Regression ? Data[TrainingSlots.Labels].Shape.D3 : 1;
        return new TrainingPlan(
            Model.Of(Config), Task, shape.D2, shape.D3, targets, Batch, 1, optimizer, rate, null, null, steps, steps,
            null);
    }
}
