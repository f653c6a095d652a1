using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.Bench.Step;

/// <summary>The language model whose training step is timed.</summary>
public sealed record GptShape(int Layers, int Width, int Heads, int Sequence, int Batch, int Vocabulary)
{
    /// <summary>14 million weights.</summary>
    public static readonly GptShape Small = new(6, 384, 6, 256, 8, 4096);

    public TrainingPlan Plan(uint steps) => new(
        new Gpt2(new Gpt2Config(Vocabulary, Sequence, Width, Layers, Heads, 4 * Width, Activation.Gelu, 1e-5f, 0, 0, 0, TieWordEmbeddings: false)),
        LearningTask.Language, (uint)Batch, (uint)Sequence + 1, 1, (uint)Batch, 1,
        new AdamWRule(0.9f, 0.95f, 1e-8f, 0.1f), new RateSchedule(RateForm.Constant, 3e-4f, 0, 0), null, null, steps, steps, null);

    public override string ToString() => $"{Layers} layers, d {Width}, {Sequence} x {Batch} tokens";
}
