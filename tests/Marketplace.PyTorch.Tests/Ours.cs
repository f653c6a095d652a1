using Marketplace.Backends.Cpu;
using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;
using Marketplace.Programs.Weights;

namespace Marketplace.PyTorch.Tests;

/// <summary>Our side: programs compiled and run as a solver runs them, in fast mode.</summary>
internal sealed class Ours
{
    private readonly CompiledTraining _training;
    private readonly Tensor[] _start;
    private readonly NamedTensor[] _data;
    private Tensor[] _now;

    /// <param name="given">By slot name, beside data and order: weights, moments; the rest comes from a seed.</param>
    public Ours(
        Family family, TrainingPlan plan, IReadOnlyDictionary<string, Tensor>? given = null, Tensor? order = null)
    {
        _training = TrainingCompiler.Compile(plan);
        ProgramAdmission.Check(_training.Program).Should().BeNull();
        var all = new Dictionary<string, Tensor>(family.Data)
        {
            [TrainingSlots.Order] = order ?? SyntheticData.Order(plan.Steps, plan.Batch, plan.Records),
        };
        foreach (var (name, tensor) in given ?? new Dictionary<string, Tensor>()) all[name] = tensor;
        _data = [.. all.Where(t => t.Key.StartsWith("data.", StringComparison.Ordinal)).Select(Named)];
        _start = _now = TrainingState.Initial(_training, all, seed: 11);
    }

    /// <summary>What PyTorch is given: the weights before the first step, the data and the order.</summary>
    public IEnumerable<NamedTensor> Start => JobWeights.Parameters(_training, _start).Concat(_data);

    /// <summary>The weights as they are now, and the data.</summary>
    public IEnumerable<NamedTensor> Now => JobWeights.Parameters(_training, _now).Concat(_data);

    /// <summary>The content of a slot now.</summary>
    public Tensor this[string slot] => _now[_training.Program.Slots.Number(slot)];

    public IReadOnlyList<Parameter> Parameters => _training.Plan.Model.Parameters;

    /// <summary>Runs all steps.</summary>
    public Ours Run()
    {
        _now = Run(_training.Program, _start);
        return this;
    }

    /// <summary>Outputs of the first records of a family's data.</summary>
    public static Tensor Outputs(Family family, uint batch, IReadOnlyDictionary<string, Tensor> weights)
    {
        var (graph, model) = (new GraphBuilder(), Model.Of(family.Config));
        var nodes = model.Parameters.ToDictionary(p => p.Name, p => graph.Constant(p.Name, weights[p.Name]));
        var table = family.Data[family.Task == LearningTask.Language ? TrainingSlots.Tokens : TrainingSlots.Features];
        Node x = graph.Slice(graph.Constant("records", table), 2, 0, batch);
        if (family.Task == LearningTask.Language)
        {
            var sequence = table.Shape.D3 - 1;
            x = graph.Reshape(graph.Slice(x, 3, 0, sequence), new Shape(1, 1, batch * sequence, 1));
        }

        var logits = model.Logits(new ModelScope(graph, nodes), x, batch);
        graph.Assign(graph.State("outputs", logits.Type, logits.Shape), logits);
        return Run(graph, steps: 1)["outputs"];
    }

    /// <summary>Runs a graph whose inputs are all constants of its own; the states at the end, by name.</summary>
    /// <param name="states">First values of states; others begin at zero.</param>
    public static Dictionary<string, Tensor> Run(
        GraphBuilder graph, uint steps, IReadOnlyDictionary<string, Tensor>? states = null)
    {
        var program = graph.Build(steps, steps);
        ProgramAdmission.Check(program).Should().BeNull();
        var start = program.Slots.Persistent.Select(slot =>
            graph.Constants.TryGetValue(slot.Name, out var constant) ? constant
            : states is not null && states.TryGetValue(slot.Name, out var first) ? first
            : new Tensor(slot.Type, slot.Shape)).ToArray();
        var end = Run(program, start);
        return end.Index().ToDictionary(t => program.Slots.Persistent[t.Index].Name, t => t.Item);
    }

    private static Tensor[] Run(Programs.Program program, Tensor[] start)
    {
        using var backend = new CpuBackend();
        return [.. Executor.Run(program, new CommittedState(program.Slots, start), 0, program.Steps, backend).Tensors];
    }

    private static NamedTensor Named(KeyValuePair<string, Tensor> tensor) =>
        new(tensor.Key, SafetensorsWriter.Dimensions(tensor.Value.Shape), tensor.Value);
}
