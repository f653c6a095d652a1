using System.Text;
using Marketplace.Programs.Models;

namespace Marketplace.Programs.Specs;

/// <summary>Writes the member <c>model</c> of a spec in its canonical form (B13).</summary>
public static class ModelSpecWriter
{
    /// <summary>The value of the member alone, for a person to put into a spec.</summary>
    public static string Text(ModelSpec model) =>
        Encoding.ASCII.GetString(new CanonicalJson().Object(json => WriteMembers(json, model)).ToBytes());

    internal static void Write(CanonicalJson json, ModelSpec model) => json.Object("model", o => WriteMembers(o, model));

    private static void WriteMembers(CanonicalJson json, ModelSpec model)
    {
        switch (model)
        {
            case RegisteredModel registered:
                json.Text("family", FamilyOf(registered.Config)).Object("config", config => Write(config, registered.Config));
                break;
            case OnnxModel onnx:
                json.Text("family", "onnx").Object("graph", graph => JobSpecWriter.Write(graph, onnx.Graph))
                    .Text("loss", Words.Of(onnx.Loss));
                break;
            default: throw new ArgumentException($"There is no writing of {model}.");
        }
    }

    private static string FamilyOf(ModelConfig config) => config switch
    {
        MlpConfig => "mlp",
        CnnConfig => "cnn",
        Gpt2Config => "gpt2",
        LlamaConfig => "llama",
        _ => throw new ArgumentException($"There is no family of {config}."),
    };

    internal static void Write(CanonicalJson json, ModelConfig config)
    {
        _ = config switch
        {
            MlpConfig mlp => json.List("layers", mlp.Layers).Text("activation", Words.Of(mlp.Activation)),
            CnnConfig cnn => Cnn(json, cnn),
            Gpt2Config gpt2 => Gpt2(json, gpt2),
            LlamaConfig llama => Llama(json, llama),
            _ => throw new ArgumentException($"There is no writing of {config}."),
        };
    }

    private static CanonicalJson Cnn(CanonicalJson json, CnnConfig config) => json
        .List("input", [config.Channels, config.Height, config.Width])
        .List("convolutions", config.Convolutions, (each, c) => each.Object(o => o
            .Number("channels", c.Channels).Number("kernel", c.Kernel).Number("padding", c.Padding).Number("pool", c.Pool)))
        .List("hidden", config.Hidden).Number("classes", config.Classes);

    private static CanonicalJson Gpt2(CanonicalJson json, Gpt2Config config) => json
        .Number("vocab_size", config.VocabSize).Number("n_positions", config.NPositions)
        .Number("n_embd", config.NEmbd).Number("n_layer", config.NLayer).Number("n_head", config.NHead)
        .Number("n_inner", config.NInner).Text("activation_function", Words.Gpt2Of(config.ActivationFunction))
        .Number("layer_norm_epsilon", config.LayerNormEpsilon).Number("embd_pdrop", config.EmbdPdrop)
        .Number("attn_pdrop", config.AttnPdrop).Number("resid_pdrop", config.ResidPdrop)
        .Boolean("tie_word_embeddings", config.TieWordEmbeddings);

    private static CanonicalJson Llama(CanonicalJson json, LlamaConfig config) => json
        .Number("vocab_size", config.VocabSize).Number("hidden_size", config.HiddenSize)
        .Number("intermediate_size", config.IntermediateSize).Number("num_hidden_layers", config.NumHiddenLayers)
        .Number("num_attention_heads", config.NumAttentionHeads).Number("num_key_value_heads", config.NumKeyValueHeads)
        .Number("max_position_embeddings", config.MaxPositionEmbeddings).Number("rms_norm_eps", config.RmsNormEps)
        .Number("rope_theta", config.RopeTheta).Boolean("tie_word_embeddings", config.TieWordEmbeddings);
}
