using System.Collections.Immutable;

namespace Marketplace.Programs.Models;

/// <summary>x·Wᵀ + b, a function between the layers.</summary>
public sealed class Mlp(MlpConfig config) : Model
{
    public override ImmutableArray<Parameter> Parameters =>
    [
        .. Enumerable.Range(0, config.Layers.Length - 1).SelectMany(l => new[]
        {
            new Parameter($"layers.{l}.weight", Initial.FanIn(config.Layers[l]), config.Layers[l + 1], config.Layers[l]),
            new Parameter($"layers.{l}.bias", Initial.Zeros, config.Layers[l + 1]),
        }),
    ];

    public override uint InputColumns => (uint)config.Layers[0];

    public override uint OutputColumns => (uint)config.Layers[^1];

    public override Node Logits(ModelScope scope, Node input, uint batch)
    {
        var x = input;
        for (var l = 0; l < config.Layers.Length - 1; l++)
        {
            x = scope.Linear(x, $"layers.{l}", bias: true);
            if (l < config.Layers.Length - 2) x = scope.Graph.Map(Code(config.Activation), x);
        }

        return x;
    }
}
