using Marketplace.Programs.Models;

namespace Marketplace.Programs.Specs;

/// <summary>The model of a job.</summary>
public abstract record ModelSpec;

/// <summary>One of the registered families (mlp, cnn, gpt2, llama), by its configuration.</summary>
public sealed record RegisteredModel(ModelConfig Config) : ModelSpec;

/// <summary>A graph that the submitter brings, as an ONNX file.</summary>
public sealed record OnnxModel(Artifact Graph, Loss Loss) : ModelSpec;

/// <summary>What a graph's first output is trained by.</summary>
public enum Loss
{
    CrossEntropy,
    MeanSquaredError,
}
