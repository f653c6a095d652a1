using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Layers;

namespace Marketplace.Programs.Models;

/// <summary>Llama: RMS norms, rotary positions, grouped-query attention, gated feed-forward blocks, no biases.</summary>
public sealed class Llama(LlamaConfig config) : Model
{
    private const float Deviation = 0.02f;

    private uint HeadWidth => (uint)(config.HiddenSize / config.NumAttentionHeads);

    public override ImmutableArray<Parameter> Parameters
    {
        get
        {
            var (d, inner, kv) = (config.HiddenSize, config.IntermediateSize, config.NumKeyValueHeads * (int)HeadWidth);
            var all = ImmutableArray.CreateBuilder<Parameter>();
            void Weight(string name, int outputs, int inputs) => all.Add(new(name + ".weight", Initial.Normal(Deviation), outputs, inputs));
            void Norm(string name) => all.Add(new(name + ".weight", Initial.Ones, d));
            Weight("model.embed_tokens", config.VocabSize, d);
            for (var l = 0; l < config.NumHiddenLayers; l++)
            {
                var layer = $"model.layers.{l}";
                Norm($"{layer}.input_layernorm");
                Weight($"{layer}.self_attn.q_proj", d, d);
                Weight($"{layer}.self_attn.k_proj", kv, d);
                Weight($"{layer}.self_attn.v_proj", kv, d);
                Weight($"{layer}.self_attn.o_proj", d, d);
                Norm($"{layer}.post_attention_layernorm");
                Weight($"{layer}.mlp.gate_proj", inner, d);
                Weight($"{layer}.mlp.up_proj", inner, d);
                Weight($"{layer}.mlp.down_proj", d, inner);
            }

            Norm("model.norm");
            if (!config.TieWordEmbeddings) Weight("lm_head", config.VocabSize, d);
            return all.ToImmutable();
        }
    }

    public override uint InputColumns => 0;

    public override uint OutputColumns => (uint)config.VocabSize;

    public override Node Logits(ModelScope scope, Node input, uint batch)
    {
        var graph = scope.Graph;
        var sequence = (uint)input.Shape.Elements / batch;
        var rotary = new Rotary(graph, sequence, HeadWidth, config.RopeTheta);
        var mask = CausalMask.Of(graph, (uint)(config.NumAttentionHeads / config.NumKeyValueHeads), sequence);
        var x = graph.Gather(input, scope["model.embed_tokens.weight"]);
        for (var l = 0; l < config.NumHiddenLayers; l++)
        {
            var layer = $"model.layers.{l}";
            x = graph.Map(MapCode.Add, x, Attend(scope, Norm(scope, x, $"{layer}.input_layernorm"), rotary, mask, batch, $"{layer}.self_attn"));
            x = graph.Map(MapCode.Add, x, Feed(scope, Norm(scope, x, $"{layer}.post_attention_layernorm"), $"{layer}.mlp"));
        }

        x = Norm(scope, x, "model.norm");
        return graph.MatMul(x, scope[(config.TieWordEmbeddings ? "model.embed_tokens" : "lm_head") + ".weight"]);
    }

    private Node Attend(ModelScope scope, Node x, Rotary rotary, Node mask, uint batch, string name)
    {
        var graph = scope.Graph;
        Node Split(string projection, int heads) =>
            Heads.Split(graph, scope.Linear(x, $"{name}.{projection}", bias: false), batch, 1, (uint)heads)[0];
        var q = rotary.Of(Split("q_proj", config.NumAttentionHeads));
        var k = rotary.Of(Split("k_proj", config.NumKeyValueHeads));
        var v = Split("v_proj", config.NumKeyValueHeads);

        // The heads that share keys follow each other: they become the rows of one head.
        var grouped = new Shape(batch, k.Shape.D1, q.Shape.D1 / k.Shape.D1 * q.Shape.D2, q.Shape.D3);
        var attended = Attention.Of(graph, graph.Reshape(q, grouped), k, v, mask, p => p);
        return scope.Linear(Heads.Merge(graph, graph.Reshape(attended, q.Shape)), $"{name}.o_proj", bias: false);
    }

    private static Node Feed(ModelScope scope, Node x, string name)
    {
        var gate = scope.Graph.Map(MapCode.Silu, scope.Linear(x, $"{name}.gate_proj", bias: false));
        var gated = scope.Graph.Map(MapCode.Mul, gate, scope.Linear(x, $"{name}.up_proj", bias: false));
        return scope.Linear(gated, $"{name}.down_proj", bias: false);
    }

    private Node Norm(ModelScope scope, Node x, string name) =>
        RmsNorm.Of(scope.Graph, x, scope[name + ".weight"], config.RmsNormEps);
}
