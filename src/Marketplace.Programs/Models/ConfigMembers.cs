using System.Text.Json;
using Marketplace.Programs.Specs;

namespace Marketplace.Programs.Models;

/// <summary>What stands in the usual <c>config.json</c> of a family, member by member.</summary>
/// <param name="Family">As <c>model_type</c> names it.</param>
/// <param name="Required">Without these there is no model.</param>
/// <param name="Read">The mathematics.</param>
/// <param name="Ignored">They do not change the mathematics: names, tokens, caches, first weights, other heads.</param>
/// <param name="Only">They would change it: each may only have this value, or be missing or null.</param>
internal sealed record ConfigMembers(
    string Family, string[] Required, string[] Read, string[] Ignored, (string Name, string Json)[] Only)
{
    // Of every family. Beams, lengths and the like steer the choice of words after a model has spoken.
    private static readonly string[] Common =
    [
        "_name_or_path", "architectures", "attn_implementation", "auto_map", "bos_token_id", "dtype", "eos_token_id",
        "gradient_checkpointing", "id2label", "initializer_range", "label2id", "model_type", "output_attentions",
        "output_hidden_states", "pad_token_id", "problem_type", "return_dict", "sep_token_id", "task_specific_params",
        "tokenizer_class", "torch_dtype", "transformers_version", "unk_token_id", "use_cache", "do_sample", "max_length",
    ];

    public static readonly ConfigMembers Gpt2 = new(
        "gpt2",
        ["vocab_size", "n_positions", "n_embd", "n_layer", "n_head"],
        [.. ModelConfigReader.Gpt2Members, "n_inner"],
        [
            .. Common, "n_ctx", "n_special", "output_past", "predict_special_tokens", "summary_activation",
            "summary_first_dropout", "summary_proj_to_labels", "summary_type", "summary_use_proj",
        ],
        [
            ("scale_attn_weights", "true"), ("scale_attn_by_inverse_layer_idx", "false"), ("reorder_and_upcast_attn", "false"),
            ("add_cross_attention", "false"), ("is_encoder_decoder", "false"), ("quantization_config", "null"),
        ]);

    public static readonly ConfigMembers Llama = new(
        "llama",
        [
            "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
            "max_position_embeddings",
        ],
        [.. ModelConfigReader.LlamaMembers, "head_dim"],
        Common,
        [
            ("hidden_act", "\"silu\""), ("rope_scaling", "null"), ("rope_parameters", "null"), ("attention_bias", "false"),
            ("mlp_bias", "false"), ("attention_dropout", "0"), ("sliding_window", "null"), ("use_sliding_window", "false"),
            ("partial_rotary_factor", "1"), ("pretraining_tp", "1"), ("is_encoder_decoder", "false"),
            ("quantization_config", "null"),
        ]);

    /// <summary>Whether a member is looked at further; one that is unknown is not, but refused.</summary>
    /// <exception cref="SpecException">Nobody knows what it would change.</exception>
    public bool Take(string name)
    {
        if (Read.Contains(name, StringComparer.Ordinal) || Only.Any(o => o.Name == name)) return true;
        if (Ignored.Contains(name, StringComparer.Ordinal)) return false;
        var shown = JsonMembers.Shown(name);
        throw new SpecException(
            SpecReason.UnknownMember, shown,
            $"{shown} is no member that a {Family} is known to have, and might change its mathematics.");
    }

    /// <exception cref="SpecException">A member asks for other mathematics.</exception>
    public void Check(JsonMembers members)
    {
        foreach (var (name, only) in Only)
        {
            if (!members.Has(name) || members.Is(name, only)) continue;
            throw members.Refused(SpecReason.Unsupported, name, path =>
                $"{path} has to be {only} or missing: a {Family} with another value is another model.");
        }

        if (!members.Has("head_dim")) return;
        var width = members.Integer("hidden_size", 1, ModelConfigReader.MaxWidth);
        var heads = members.Integer("num_attention_heads", 1, ModelConfigReader.MaxWidth);
        if ((long)members.Integer("head_dim", 1, ModelConfigReader.MaxWidth) * heads != width)
        {
            throw members.Refused(
                SpecReason.Unsupported, "head_dim", path => $"{path} has to be hidden_size / num_attention_heads.");
        }
    }

    public static void WriteGpt2(Utf8JsonWriter writer)
    {
        writer.WriteBoolean("scale_attn_weights", true);
        writer.WriteBoolean("scale_attn_by_inverse_layer_idx", false);
        writer.WriteBoolean("reorder_and_upcast_attn", false);
    }

    public static void WriteLlama(Utf8JsonWriter writer)
    {
        writer.WriteString("hidden_act", "silu");
        writer.WriteNull("rope_scaling");
        writer.WriteBoolean("attention_bias", false);
        writer.WriteBoolean("mlp_bias", false);
        writer.WriteNumber("attention_dropout", 0);
    }
}
