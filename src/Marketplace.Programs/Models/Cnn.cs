using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Layers;

namespace Marketplace.Programs.Models;

/// <summary>Convolutions with ReLU and pooling, then a perceptron. Inside, channels are the last axis; weights and the order of
/// flattened features are those of the usual [channels, height, width].</summary>
public sealed class Cnn(CnnConfig config) : Model
{
    public override ImmutableArray<Parameter> Parameters => [.. ConvolutionParameters(), .. LinearParameters()];

    public override uint InputColumns => checked((uint)(config.Channels * config.Height * config.Width));

    public override uint OutputColumns => (uint)config.Classes;

    public override Node Logits(ModelScope scope, Node input, uint batch)
    {
        var graph = scope.Graph;
        var image = new Shape(batch, (uint)config.Channels, (uint)config.Height, (uint)config.Width);
        var x = graph.Permute(graph.Reshape(input, image), 0, 2, 3, 1);
        for (var i = 0; i < config.Convolutions.Length; i++)
        {
            var layer = config.Convolutions[i];
            var product = Convolution.Of(graph, x, scope[$"convolutions.{i}.weight"], (uint)layer.Padding);
            x = graph.Map(MapCode.Relu, graph.Map(MapCode.Add, product, scope[$"convolutions.{i}.bias"]));
            x = MaxPool.Of(graph, x, (uint)layer.Pool);
        }

        var features = graph.Permute(x, 0, 3, 1, 2);
        x = graph.Reshape(features, new Shape(1, 1, batch, checked((uint)(features.Shape.Elements / batch))));
        var widths = Widths();
        for (var l = 0; l < widths.Length - 1; l++)
        {
            x = scope.Linear(x, $"layers.{l}", bias: true);
            if (l < widths.Length - 2) x = graph.Map(MapCode.Relu, x);
        }

        return x;
    }

    private IEnumerable<Parameter> ConvolutionParameters()
    {
        var channels = config.Channels;
        for (var i = 0; i < config.Convolutions.Length; i++)
        {
            var (layer, fanIn) = (config.Convolutions[i], channels * config.Convolutions[i].Kernel * config.Convolutions[i].Kernel);
            yield return new($"convolutions.{i}.weight", Initial.FanIn(fanIn), layer.Channels, channels, layer.Kernel, layer.Kernel);
            yield return new($"convolutions.{i}.bias", Initial.Zeros, layer.Channels);
            channels = layer.Channels;
        }
    }

    private IEnumerable<Parameter> LinearParameters()
    {
        var widths = Widths();
        for (var l = 0; l < widths.Length - 1; l++)
        {
            yield return new($"layers.{l}.weight", Initial.FanIn(widths[l]), widths[l + 1], widths[l]);
            yield return new($"layers.{l}.bias", Initial.Zeros, widths[l + 1]);
        }
    }

    private ImmutableArray<int> Widths()
    {
        var (channels, height, width) = (config.Channels, config.Height, config.Width);
        foreach (var layer in config.Convolutions)
        {
            (channels, height, width) = (layer.Channels, Side(height, layer), Side(width, layer));
        }

        return [channels * height * width, .. config.Hidden, config.Classes];
    }

    private static int Side(int side, ConvolutionConfig layer) => (side + 2 * layer.Padding - layer.Kernel + 1) / layer.Pool;
}
