using System.Collections.Immutable;
using Marketplace.Programs.Models;

namespace Marketplace.Programs.Specs;

/// <summary>Reads the configurations of the registered families; each one that is given back is a model that can be
/// built.</summary>
/// <remarks>Fallbacks serve a user's own <c>config.json</c>; in a spec everything but <c>n_inner</c> stands there.</remarks>
internal static class ModelConfigReader
{
    public const int MaxLayers = 1024;
    public const int MaxWidth = 1 << 20;
    public const int MaxVocabulary = 1 << 24;
    public const int MaxPositions = 1 << 24;

    private const int MaxWindow = 32;

    // Each place of a kernel's window is a move of its own.
    private const int MaxPlaces = 1 << 14;

    public static readonly string[] Gpt2Members =
    [
        "vocab_size", "n_positions", "n_embd", "n_layer", "n_head", "activation_function", "layer_norm_epsilon",
        "embd_pdrop", "attn_pdrop", "resid_pdrop", "tie_word_embeddings",
    ];

    public static readonly string[] LlamaMembers =
    [
        "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads",
        "max_position_embeddings", "rms_norm_eps", "rope_theta", "tie_word_embeddings",
    ];

    public static MlpConfig Mlp(JsonMembers members)
    {
        var layers = members.Integers("layers", 2, MaxLayers, 1, MaxWidth);
        var activation = members.OneOf("activation", "relu", "gelu", "silu", "tanh");
        return new MlpConfig([.. layers.Select(n => (int)n)], Words.Activation(activation));
    }

    public static CnnConfig Cnn(JsonMembers members)
    {
        var input = members.Integers("input", 3, 3, 1, MaxWidth);
        var (height, width) = ((long)input[1], (long)input[2]);
        var convolutions = ImmutableArray.CreateBuilder<ConvolutionConfig>();
        var places = 0;
        foreach (var each in members.Objects("convolutions", 1, MaxLayers, "channels", "kernel", "padding", "pool"))
        {
            var next = new ConvolutionConfig(
                each.Integer("channels", 1, MaxWidth), each.Integer("kernel", 1, MaxWindow),
                each.Integer("padding", 0, MaxWindow), each.Integer("pool", 1, MaxWindow));
            places += next.Kernel * next.Kernel;
            if (places > MaxPlaces)
                throw each.Refused(SpecReason.Inconsistent, "kernel", path => $"{path} brings all kernels to more than {MaxPlaces} places.");
            (height, width) = (height + 2 * next.Padding - next.Kernel + 1, width + 2 * next.Padding - next.Kernel + 1);
            if (height < 1 || width < 1)
                throw each.Refused(SpecReason.Inconsistent, "kernel", path => $"{path} is larger than the padded image.");
            (height, width) = (height / next.Pool, width / next.Pool);
            if (height < 1 || width < 1)
                throw each.Refused(SpecReason.Inconsistent, "pool", path => $"{path} is larger than the image.");
            convolutions.Add(next);
        }

        return new CnnConfig(
            (int)input[0], (int)input[1], (int)input[2], convolutions.ToImmutable(),
            [.. members.Integers("hidden", 0, MaxLayers, 1, MaxWidth).Select(n => (int)n)],
            members.Integer("classes", 2, MaxWidth));
    }

    public static Gpt2Config Gpt2(JsonMembers members)
    {
        var (vocabulary, positions) = (
            members.Integer("vocab_size", 1, MaxVocabulary), members.Integer("n_positions", 1, MaxPositions));
        var width = members.Integer("n_embd", 1, MaxWidth);
        var layers = members.Integer("n_layer", 1, MaxLayers);
        var heads = members.Integer("n_head", 1, MaxWidth);
        RequireDivides(members, "n_head", heads, "n_embd", width);
        return new Gpt2Config(
            vocabulary, positions, width, layers, heads,
            members.Integer("n_inner", 1, MaxWidth, 4 * width),
            Words.Gpt2Activation(members.Has("activation_function")
                ? members.OneOf("activation_function", "gelu_new", "relu", "silu", "tanh")
                : "gelu_new"),
            members.Float("layer_norm_epsilon", FloatRange.Positive, 1e-5f),
            members.Float("embd_pdrop", FloatRange.BelowOne, 0.1f),
            members.Float("attn_pdrop", FloatRange.BelowOne, 0.1f),
            members.Float("resid_pdrop", FloatRange.BelowOne, 0.1f),
            members.Boolean("tie_word_embeddings", true));
    }

    public static LlamaConfig Llama(JsonMembers members)
    {
        var vocabulary = members.Integer("vocab_size", 1, MaxVocabulary);
        var width = members.Integer("hidden_size", 1, MaxWidth);
        var inner = members.Integer("intermediate_size", 1, MaxWidth);
        var layers = members.Integer("num_hidden_layers", 1, MaxLayers);
        var heads = members.Integer("num_attention_heads", 1, MaxWidth);
        RequireDivides(members, "num_attention_heads", heads, "hidden_size", width);
        // A rotation turns pairs.
        if (width / heads % 2 != 0)
        {
            throw members.Refused(
                SpecReason.Inconsistent, "num_attention_heads", path => $"{path} makes heads of an odd width.");
        }
        var groups = members.Integer("num_key_value_heads", 1, MaxWidth, heads);
        RequireDivides(members, "num_key_value_heads", groups, "num_attention_heads", heads);
        return new LlamaConfig(
            vocabulary, width, inner, layers, heads, groups,
            members.Integer("max_position_embeddings", 1, MaxPositions),
            members.Float("rms_norm_eps", FloatRange.Positive, 1e-6f),
            members.Float("rope_theta", FloatRange.Positive, 10000f),
            members.Boolean("tie_word_embeddings", false));
    }

    private static void RequireDivides(JsonMembers members, string name, int divisor, string whole, int value)
    {
        if (value % divisor == 0) return;
        throw members.Refused(SpecReason.Inconsistent, name, path => $"{path} has to divide {members.PathOf(whole)}.");
    }
}
