namespace Marketplace.Programs.Models;

/// <summary>A Llama-like language model (Touvron et al.: LLaMA, 2023): RMS norm, rotary positions, grouped-query attention,
/// gated feed-forward blocks; in the words of its usual <c>config.json</c>.</summary>
/// <param name="NumKeyValueHeads">Divides <paramref name="NumAttentionHeads"/>.</param>
public sealed record LlamaConfig(
    int VocabSize, int HiddenSize, int IntermediateSize, int NumHiddenLayers, int NumAttentionHeads, int NumKeyValueHeads,
    int MaxPositionEmbeddings, float RmsNormEps, float RopeTheta, bool TieWordEmbeddings) : ModelConfig;
