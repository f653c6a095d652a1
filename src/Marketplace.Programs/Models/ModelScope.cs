using Marketplace.Programs.Layers;

namespace Marketplace.Programs.Models;

/// <summary>Where a model's forward pass is built: the graph, the weights by name, and whether it trains.</summary>
/// <param name="dropoutSeed">Of a training pass; null in evaluation: then nothing is dropped.</param>
public sealed class ModelScope(GraphBuilder graph, IReadOnlyDictionary<string, Node> weights, ulong? dropoutSeed = null)
{
    private ulong _dropouts;

    public GraphBuilder Graph => graph;

    public Node this[string name] => weights[name];

    /// <summary>Dropout with words of its own: the seed plus 2^32 for every place before it.</summary>
    public Node Drop(Node x, float probability) =>
        dropoutSeed is { } seed && probability > 0 ? Dropout.Of(graph, x, probability, unchecked(seed + (_dropouts++ << 32))) : x;

    public Node Linear(Node x, string name, bool bias) =>
        Layers.Linear.Of(graph, x, this[name + ".weight"], bias ? this[name + ".bias"] : null);
}
