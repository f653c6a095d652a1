using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Layers;

namespace Marketplace.Programs.Models;

/// <summary>GPT-2: learned positions, blocks of attention and feed-forward with the norms before them. Its projections lie in
/// files as [inputs, outputs].</summary>
public sealed class Gpt2(Gpt2Config config) : Model
{
    private const float Deviation = 0.02f;

    public override ImmutableArray<Parameter> Parameters
    {
        get
        {
            var d = config.NEmbd;
            var all = ImmutableArray.CreateBuilder<Parameter>();
            all.Add(new("transformer.wte.weight", Initial.Normal(Deviation), config.VocabSize, d));
            all.Add(new("transformer.wpe.weight", Initial.Normal(Deviation), config.NPositions, d));
            for (var l = 0; l < config.NLayer; l++)
            {
                var block = $"transformer.h.{l}";
                Norm($"{block}.ln_1");
                Projection($"{block}.attn.c_attn", d, 3 * d);
                Projection($"{block}.attn.c_proj", d, d);
                Norm($"{block}.ln_2");
                Projection($"{block}.mlp.c_fc", d, config.NInner);
                Projection($"{block}.mlp.c_proj", config.NInner, d);
            }

            Norm("transformer.ln_f");
            if (!config.TieWordEmbeddings) all.Add(new("lm_head.weight", Initial.Normal(Deviation), config.VocabSize, d));
            return all.ToImmutable();

            void Norm(string name)
            {
                all.Add(new(name + ".weight", Initial.Ones, d));
                all.Add(new(name + ".bias", Initial.Zeros, d));
            }

            void Projection(string name, int inputs, int outputs)
            {
                all.Add(new(name + ".weight", Initial.Normal(Deviation), inputs, outputs));
                all.Add(new(name + ".bias", Initial.Zeros, outputs));
            }
        }
    }

    public override uint InputColumns => 0;

    public override uint OutputColumns => (uint)config.VocabSize;

    public override Node Logits(ModelScope scope, Node input, uint batch)
    {
        var graph = scope.Graph;
        var sequence = (uint)input.Shape.Elements / batch;
        var width = (uint)config.NEmbd;
        var embedded = graph.Reshape(graph.Gather(input, scope["transformer.wte.weight"]), new Shape(1, batch, sequence, width));
        var positions = graph.Slice(scope["transformer.wpe.weight"], 2, 0, sequence);
        var x = graph.Reshape(graph.Map(MapCode.Add, embedded, positions), new Shape(1, 1, batch * sequence, width));
        x = scope.Drop(x, config.EmbdPdrop);

        var mask = CausalMask.Of(graph, 1, sequence);
        for (var l = 0; l < config.NLayer; l++) x = Block(scope, x, mask, batch, $"transformer.h.{l}");
        x = Norm(scope, x, "transformer.ln_f");
        return graph.MatMul(x, scope[config.TieWordEmbeddings ? "transformer.wte.weight" : "lm_head.weight"]);
    }

    private Node Block(ModelScope scope, Node x, Node mask, uint batch, string name)
    {
        var graph = scope.Graph;
        var projected = Projection(scope, Norm(scope, x, $"{name}.ln_1"), $"{name}.attn.c_attn");
        var heads = Heads.Split(graph, projected, batch, 3, (uint)config.NHead);
        var attended = Attention.Of(graph, heads[0], heads[1], heads[2], mask, p => scope.Drop(p, config.AttnPdrop));
        var mixed = Projection(scope, Heads.Merge(graph, attended), $"{name}.attn.c_proj");
        x = graph.Map(MapCode.Add, x, scope.Drop(mixed, config.ResidPdrop));

        var inner = Projection(scope, Norm(scope, x, $"{name}.ln_2"), $"{name}.mlp.c_fc");
        var outer = Projection(scope, graph.Map(Code(config.ActivationFunction), inner), $"{name}.mlp.c_proj");
        return graph.Map(MapCode.Add, x, scope.Drop(outer, config.ResidPdrop));
    }

    private Node Norm(ModelScope scope, Node x, string name) =>
        LayerNorm.Of(scope.Graph, x, scope[name + ".weight"], scope[name + ".bias"], config.LayerNormEpsilon);

    private static Node Projection(ModelScope scope, Node x, string name) =>
        Layers.Linear.OfColumns(scope.Graph, x, scope[name + ".weight"], scope[name + ".bias"]);
}
