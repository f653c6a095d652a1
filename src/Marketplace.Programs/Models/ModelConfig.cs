namespace Marketplace.Programs.Models;

/// <summary>A model's architecture in numbers; the registered families are its subclasses.</summary>
public abstract record ModelConfig;

/// <summary>The function between the layers of a perceptron or of a feed-forward block.</summary>
public enum Activation
{
    Relu,

    /// <summary>In its tanh form.</summary>
    Gelu,
    Silu,
    Tanh,
}
