using System.Collections.Immutable;
using Marketplace.Numerics;

namespace Marketplace.Programs.Models;

/// <summary>A registered family's model: its parameters, and how its outputs come from a batch.</summary>
public abstract class Model
{
    /// <summary>In the order of their slots.</summary>
    public abstract ImmutableArray<Parameter> Parameters { get; }

    /// <summary>Features of a record; of a language model nothing.</summary>
    public abstract uint InputColumns { get; }

    /// <summary>Numbers that come out for each row.</summary>
    public abstract uint OutputColumns { get; }

    /// <summary>The outputs of a batch.</summary>
    /// <param name="input">Rows [batch, columns] of a classifier; tokens [batch · sequence, 1] of a language model.</param>
    /// <param name="batch">Records.</param>
    /// <returns>[rows, classes].</returns>
    public abstract Node Logits(ModelScope scope, Node input, uint batch);

    /// <exception cref="ArgumentException">No family has this config.</exception>
    public static Model Of(ModelConfig config) => config switch
    {
        MlpConfig mlp => new Mlp(mlp),
        CnnConfig cnn => new Cnn(cnn),
        Gpt2Config gpt2 => new Gpt2(gpt2),
        LlamaConfig llama => new Llama(llama),
        _ => throw new ArgumentException($"There is no family for a {config.GetType().Name}."),
    };

    protected static byte Code(Activation activation) => activation switch
    {
        Activation.Relu => MapCode.Relu,
        Activation.Gelu => MapCode.Gelu,
        Activation.Silu => MapCode.Silu,
        _ => MapCode.Tanh,
    };
}
