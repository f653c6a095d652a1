using System.Collections.Immutable;

namespace Marketplace.Programs.Onnx;

/// <summary>Which tensors of a file are weights: those whose gradient can reach them from the output.</summary>
internal static class OnnxWeights
{
    /// <summary>Operators through which no gradient passes.</summary>
    private static readonly ImmutableHashSet<string> s_stop =
        ["And", "ConstantOfShape", "Equal", "Greater", "Less", "Not", "Or", "Range", "Shape"];

    /// <summary>Operators of which only the first input is more than a number of places.</summary>
    private static readonly ImmutableHashSet<string> s_first =
        ["Dropout", "Expand", "Gather", "Pad", "Pow", "ReduceSum", "Reshape", "Slice", "Split", "Squeeze", "Unsqueeze"];

    /// <summary>Names of float tensors, without lone numbers and without masks (some element is no finite
    /// number).</summary>
    public static ImmutableHashSet<string> Of(OnnxGraph graph)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { graph.Outputs[0].Name };
        foreach (var node in graph.Nodes.Reverse().Where(n => n.Outputs.Any(reached.Contains)))
            reached.UnionWith(Passed(node));
        return [.. graph.Initialisers.Where(t => reached.Contains(t.Name) && MayLearn(t)).Select(t => t.Name)];
    }

    private static IEnumerable<string> Passed(OnnxNode node)
    {
        if (s_stop.Contains(node.Operator)) return [];
        if (s_first.Contains(node.Operator)) return node.Inputs.Take(1);
        return node.Operator == "Where" ? node.Inputs.Skip(1) : node.Inputs;
    }

    private static bool MayLearn(OnnxTensor tensor) =>
        tensor.Kind == OnnxKind.Float && tensor.Dimensions.Length > 0 && tensor.Elements.Length > 0
        && tensor.Elements.All(e => float.IsFinite(BitConverter.UInt32BitsToSingle((uint)e)));
}
