using System.Text;
using Marketplace.Operators.Tests;

namespace Marketplace.Programs.Tests.Specs;

using Marketplace.Programs.Models;
using Marketplace.Programs.Specs;

/// <summary>A user's own config.json becomes exactly its model, or is refused by the name of what stands in the way.</summary>
public sealed class ConfigJsonTests
{
    private const string Gpt2 =
        """
        {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "attn_pdrop": 0.1, "bos_token_id": 50256,
         "embd_pdrop": 0.1, "eos_token_id": 50256, "initializer_range": 0.02, "layer_norm_epsilon": 1e-05, "model_type": "gpt2",
         "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_inner": null, "n_layer": 12, "n_positions": 1024, "resid_pdrop": 0.1,
         "summary_activation": null, "summary_first_dropout": 0.1, "summary_proj_to_labels": true, "summary_type": "cls_index",
         "summary_use_proj": true, "task_specific_params": {"text-generation": {"do_sample": true, "max_length": 50}},
         "vocab_size": 50257}
        """;

    private const string Llama =
        """
        {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 1,
         "eos_token_id": 2, "hidden_act": "silu", "hidden_size": 4096, "initializer_range": 0.02, "intermediate_size": 11008,
         "max_position_embeddings": 4096, "mlp_bias": false, "model_type": "llama", "num_attention_heads": 32,
         "num_hidden_layers": 32, "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_scaling": null,
         "torch_dtype": "float16", "transformers_version": "4.31.0", "use_cache": true, "vocab_size": 32000}
        """;

    [Fact]
    public void Gpt2_IsRead_WithTheUsualDefaults()
    {
        var expected = new Gpt2Config(50257, 1024, 768, 12, 12, 3072, Activation.Gelu, 1e-5f, 0.1f, 0.1f, 0.1f, true);
        Read(Gpt2).Should().Be(expected);
        Read("""{"model_type":"gpt2","vocab_size":50257,"n_positions":1024,"n_embd":768,"n_layer":12,"n_head":12}""").Should().Be(expected);
    }

    [Fact]
    public void Llama_IsRead_WithTheUsualDefaults()
    {
        Read(Llama).Should().Be(new LlamaConfig(32000, 4096, 11008, 32, 32, 32, 4096, 1e-5f, 10000f, false));
        Read(Llama.Replace("\"rms_norm_eps\": 1e-05", "\"rope_theta\": 500000.0, \"num_key_value_heads\": 8, \"head_dim\": 128, \"tie_word_embeddings\": true"))
            .Should().Be(new LlamaConfig(32000, 4096, 11008, 32, 32, 8, 4096, 1e-6f, 500000f, true));
    }

    [Theory]
    [InlineData("gpt2", "\"n_ctx\"", "\"scale_attn_by_inverse_layer_idx\": true, \"n_ctx\"", SpecReason.Unsupported, "scale_attn_by_inverse_layer_idx")]
    [InlineData("gpt2", "\"n_ctx\"", "\"reorder_and_upcast_attn\": true, \"n_ctx\"", SpecReason.Unsupported, "reorder_and_upcast_attn")]
    [InlineData("gpt2", "\"n_ctx\"", "\"scale_attn_weights\": false, \"n_ctx\"", SpecReason.Unsupported, "scale_attn_weights")]
    [InlineData("gpt2", "\"n_ctx\"", "\"add_cross_attention\": true, \"n_ctx\"", SpecReason.Unsupported, "add_cross_attention")]
    [InlineData("gpt2", "\"n_ctx\"", "\"quantization_config\": {}, \"n_ctx\"", SpecReason.Unsupported, "quantization_config")]
    [InlineData("gpt2", "\"n_ctx\"", "\"sliding_window\": 128, \"n_ctx\"", SpecReason.UnknownMember, "sliding_window")]
    [InlineData("gpt2", "\"n_ctx\"", "\"n_layer\": 12, \"n_ctx\"", SpecReason.DuplicateMember, "n_layer")]
    [InlineData("gpt2", "\"n_ctx\"", "\"bos_token_id\": 1, \"n_ctx\"", SpecReason.DuplicateMember, "bos_token_id")]
    [InlineData("gpt2", "gelu_new", "gelu", SpecReason.UnknownWord, "activation_function")]
    [InlineData("gpt2", "\"n_head\": 12", "\"n_head\": 7", SpecReason.Inconsistent, "n_head")]
    [InlineData("gpt2", "\"n_layer\": 12", "\"n_layer\": 12.0", SpecReason.WrongType, "n_layer")]
    [InlineData("gpt2", "\"n_layer\": 12", "\"n_layer\": null", SpecReason.MissingMember, "n_layer")]
    [InlineData("gpt2", "\"n_layer\": 12", "\"n_layer\": NaN", SpecReason.NotANumber, "n_layer")]
    [InlineData("gpt2", "\"gpt2\"", "\"mamba\"", SpecReason.UnknownWord, "model_type")]
    [InlineData("gpt2", "\"model_type\": \"gpt2\",", "", SpecReason.MissingMember, "model_type")]
    [InlineData("gpt2", "\"attn_pdrop\": 0.1", "\"attn_pdrop\": 1", SpecReason.OutOfRange, "attn_pdrop")]
    [InlineData("llama", "\"rope_scaling\": null", "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 2.0}", SpecReason.Unsupported, "rope_scaling")]
    [InlineData("llama", "\"rope_scaling\": null", "\"rope_parameters\": {\"rope_type\": \"yarn\"}", SpecReason.Unsupported, "rope_parameters")]
    [InlineData("llama", "\"rope_scaling\": null", "\"sliding_window\": 4096", SpecReason.Unsupported, "sliding_window")]
    [InlineData("llama", "\"rope_scaling\": null", "\"head_dim\": 64", SpecReason.Unsupported, "head_dim")]
    [InlineData("llama", "\"rope_scaling\": null", "\"num_key_value_heads\": 5", SpecReason.Inconsistent, "num_key_value_heads")]
    [InlineData("llama", "\"silu\"", "\"gelu\"", SpecReason.Unsupported, "hidden_act")]
    [InlineData("llama", "\"attention_bias\": false", "\"attention_bias\": true", SpecReason.Unsupported, "attention_bias")]
    [InlineData("llama", "\"mlp_bias\": false", "\"mlp_bias\": true", SpecReason.Unsupported, "mlp_bias")]
    [InlineData("llama", "\"attention_dropout\": 0.0", "\"attention_dropout\": 0.1", SpecReason.Unsupported, "attention_dropout")]
    [InlineData("llama", "\"pretraining_tp\": 1", "\"pretraining_tp\": 2", SpecReason.Unsupported, "pretraining_tp")]
    [InlineData("llama", "\"use_cache\"", "\"use_moe\"", SpecReason.UnknownMember, "use_moe")]
    public void AnotherModel_IsRefused(string family, string part, string instead, SpecReason reason, string path)
    {
        var text = family == "gpt2" ? Gpt2 : Llama;
        text.Should().Contain(part);
        ConfigJson.TryRead(Encoding.UTF8.GetBytes(text.Replace(part, instead)), out var config, out var refusal).Should().BeFalse();
        config.Should().BeNull();
        (refusal!.Reason, refusal.Path).Should().Be((reason, path));
        refusal.Message.Should().Contain(path).And.EndWith(".");
    }

    [Fact]
    public void WhatIsNoObject_IsRefused()
    {
        ConfigJson.TryRead("[]"u8.ToArray(), out _, out var refusal).Should().BeFalse();
        refusal!.Reason.Should().Be(SpecReason.WrongType);
        ConfigJson.TryRead(new byte[ConfigJson.MaxBytes + 1], out _, out refusal).Should().BeFalse();
        refusal!.Reason.Should().Be(SpecReason.TooLarge);
    }

    [Fact]
    public void WhatIsWritten_IsRead() => Fuzz.Cases(300, draws =>
    {
        if (RandomSpec.From(draws).Model is RegisteredModel { Config: Gpt2Config or LlamaConfig } model)
            Read(Encoding.UTF8.GetString(ConfigJson.Write(model.Config))).Should().Be(model.Config);
    });

    [Fact]
    public void Write_SpeaksAsUsualReadersDo()
    {
        Encoding.UTF8.GetString(ConfigJson.Write(new LlamaConfig(32, 8, 16, 1, 2, 1, 64, 1e-5f, 10000, true))).Should().Be(
            """
            {
              "architectures": [
                "LlamaForCausalLM"
              ],
              "model_type": "llama",
              "vocab_size": 32,
              "hidden_size": 8,
              "intermediate_size": 16,
              "num_hidden_layers": 1,
              "num_attention_heads": 2,
              "num_key_value_heads": 1,
              "max_position_embeddings": 64,
              "rms_norm_eps": 1e-5,
              "rope_theta": 10000,
              "tie_word_embeddings": true,
              "hidden_act": "silu",
              "rope_scaling": null,
              "attention_bias": false,
              "mlp_bias": false,
              "attention_dropout": 0,
              "torch_dtype": "float32"
            }

            """);
        FluentActions.Invoking(() => ConfigJson.Write(new MlpConfig([2, 2], Activation.Relu))).Should().Throw<ArgumentException>();
    }

    private static ModelConfig Read(string text)
    {
        ConfigJson.TryRead(Encoding.UTF8.GetBytes(text), out var config, out var refusal).Should().BeTrue("{0}", refusal);
        return config!;
    }
}
