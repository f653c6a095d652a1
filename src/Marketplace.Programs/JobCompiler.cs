using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>From a job spec to its program and its first state: what every agent recomputes before it locks or
/// challenges (C6).</summary>
public static class JobCompiler
{
    public const string Features = "features";
    public const string Labels = "labels";
    public const string Classes = "classes";

    public static Program Compile(JobSpec spec)
    {
        var graph = new GraphBuilder();
        var (data, model) = (spec.Data, spec.Model);
        var features = graph.Input(Features, ElementType.F32, Shape.Of(data.Rows, data.Columns));
        var labels = graph.Input(Labels, ElementType.I32, Shape.Of(data.Rows, 1));
        var classRow = graph.Input(Classes, ElementType.I32, Shape.Of(1, data.Classes));
        var parameters =
            model.Parameters.Select(p => (p.Name, Node: graph.State(p.Name, ElementType.F32, p.Shape))).ToArray();
        Node[] nodes = [.. parameters.Select(p => p.Node)];

        var drawn = graph.Index(Shape.Of(spec.Batch), spec.Seed, (uint)data.Rows);
        var logits = model.Logits(graph, graph.Gather(drawn, features), nodes);
        var lossGradient = MlpClassifier.LossGradient(graph, logits, graph.Gather(drawn, labels), classRow);
        var gradients = Autodiff.Gradients(graph, logits, lossGradient, nodes);
        spec.Optimizer.Update(graph, [.. parameters.Select((p, i) => (p.Name, p.Node, gradients[i]))]);
        return graph.Build(spec.Steps, spec.CheckpointEvery);
    }

    /// <summary>The tensors of the persistent slots before step 0.</summary>
    /// <param name="features">[rows, columns] float32; NaNs are made canonical (F4).</param>
    /// <param name="labels">[rows, 1] or [rows] int32.</param>
    /// <exception cref="FormatException">The data is not what the spec says.</exception>
    public static Tensor[] InitialState(JobSpec spec, Tensor features, Tensor labels)
    {
        var data = spec.Data;
        if (features.Type != ElementType.F32 || features.Shape != Shape.Of(data.Rows, data.Columns))
            throw new FormatException($"The features have to be {data.Rows} rows of {data.Columns} float32.");
        if (labels.Type != ElementType.I32 || labels.Shape.Elements != data.Rows)
            throw new FormatException($"The labels have to be {data.Rows} int32.");

        var slots = Compile(spec).Slots;
        var tensors = slots.Persistent.Select(slot => new Tensor(slot.Type, slot.Shape)).ToArray();
        uint[] canonical = [.. features.Words.Select(Law.Canonical)];
        tensors[slots.Number(Features)] = new Tensor(ElementType.F32, features.Shape, canonical);
        tensors[slots.Number(Labels)] = new Tensor(ElementType.I32, Shape.Of(data.Rows, 1), [.. labels.Words]);
        tensors[slots.Number(Classes)] = Tensor.Ints(Shape.Of(1, data.Classes), [.. Enumerable.Range(0, data.Classes)]);
        tensors[slots.Number(Adam.Power1)] = ModelInit.Filled(Shape.Of(1), Law.One);
        tensors[slots.Number(Adam.Power2)] = ModelInit.Filled(Shape.Of(1), Law.One);
        foreach (var (name, shape, fanIn) in spec.Model.Parameters.Where(p => p.FanIn > 0))
        {
            var slot = slots.Number(name);
            tensors[slot] = ModelInit.Uniform(shape, fanIn, spec.Seed, slot);
        }

        return tensors;
    }
}
