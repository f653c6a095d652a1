namespace Marketplace.Programs.Models;

/// <summary>A GPT-2-like language model (Radford et al.: Language Models are Unsupervised Multitask Learners, 2019), in the
/// words of its usual <c>config.json</c>.</summary>
/// <param name="NPositions">The longest sequence.</param>
/// <param name="NInner">Width of the feed-forward blocks; usually 4 · <paramref name="NEmbd"/>.</param>
/// <param name="TieWordEmbeddings">The output layer is the embedding's own table.</param>
public sealed record Gpt2Config(
    int VocabSize, int NPositions, int NEmbd, int NLayer, int NHead, int NInner, Activation ActivationFunction,
    float LayerNormEpsilon, float EmbdPdrop, float AttnPdrop, float ResidPdrop, bool TieWordEmbeddings) : ModelConfig;
