using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Layers;
using Marketplace.Programs.Models;
using static Marketplace.Programs.Training.TrainingSlots;

namespace Marketplace.Programs.Training;

/// <summary>A training program and what of its first state its builder knows.</summary>
/// <param name="Constants">The content of some input slots, by name.</param>
public sealed record CompiledTraining(TrainingPlan Plan, Program Program, IReadOnlyDictionary<string, Tensor> Constants);

/// <summary>From a plan to the program of one step: the batch, the loss, its gradient, the update, the metrics.</summary>
public sealed class TrainingCompiler
{
    private readonly GraphBuilder _graph = new();
    private readonly TrainingPlan _plan;
    private readonly Dictionary<string, Node> _weights = [];

    private TrainingCompiler(TrainingPlan plan) => _plan = plan;

    /// <exception cref="ArgumentException">The plan's numbers do not fit each other.</exception>
    public static CompiledTraining Compile(TrainingPlan plan) => new TrainingCompiler(plan).Compile();

    // The phases in which a step trains, and the one in which it updates.
    private int[] Phases => _plan.Period == 0 ? [0] : [0, 1];

    private bool Accumulates => _plan.Accumulate > 1;

    private CompiledTraining Compile()
    {
        GraphBuilder.Require(_plan.Steps % _plan.Accumulate == 0, "steps are a multiple of the accumulated ones");
        GraphBuilder.Require(!Accumulates || _plan.Evaluate is null || _plan.Evaluate.Every == _plan.Accumulate,
            "with accumulation held-out records are evaluated at every update");
        foreach (var p in _plan.Model.Parameters) _weights[p.Name] = _graph.State(p.Name, ElementType.F32, p.Shape);

        var step = Counter(Step, Phases);
        var batch = Batch(Records(step), "", _plan.Batch, _plan.DropoutSeed);
        Node[] weights = [.. _plan.Model.Parameters.Select(p => _weights[p.Name])];
        var gradients = Autodiff.Gradients(_graph, batch.Logits, batch.Gradient, weights);
        new Curve(_plan.Steps).Record(_graph, Loss, step, batch.Loss, Phases);
        if (_plan.Evaluate is { } evaluate) Evaluate(evaluate);
        Update(step, gradients);

        var inner = _plan.Period == 0 ? 0 : checked((ushort)(_plan.Period - 1));
        return new CompiledTraining(_plan, _graph.Build(_plan.Steps, _plan.CheckpointEvery, (ushort)inner), _graph.Constants);
    }

    /// <summary>The numbers of the records of this step, [batch].</summary>
    private Node Records(Node step)
    {
        var order = _graph.Input(Order, ElementType.I32, new Shape(1, 1, _plan.Steps, _plan.Batch));
        return _graph.Gather(step, order);
    }

    /// <summary>Outputs, loss and gradient of a batch.</summary>
    /// <param name="records">Their numbers, or null: all of them in order.</param>
    /// <param name="prefix">Of the data slots.</param>
    private (Node Logits, Node Loss, Node Gradient) Batch(Node? records, string prefix, uint count, ulong? dropoutSeed)
    {
        var scope = new ModelScope(_graph, _weights, dropoutSeed);
        Node Rows(string name, ElementType type, uint columns)
        {
            var table = _graph.Input(prefix + name, type, new Shape(1, 1, records is null ? count : _plan.Records, columns));
            return records is null ? table : _graph.Gather(records, table);
        }

        if (_plan.Task == LearningTask.Language)
        {
            var sequence = _plan.Columns - 1;
            var tokens = Rows(Tokens, ElementType.I32, _plan.Columns);
            Node Part(uint start) => _graph.Reshape(_graph.Slice(tokens, 3, start, sequence), new Shape(1, 1, count * sequence, 1));
            var logits = _plan.Model.Logits(scope, Part(0), count);
            var language = CrossEntropy.Of(_graph, logits, Part(1));
            return (logits, language.Loss, language.Gradient);
        }

        var outputs = _plan.Model.Logits(scope, Rows(Features, ElementType.F32, _plan.Columns), count);
        if (_plan.Task == LearningTask.Regression)
        {
            var squared = MeanSquaredError.Of(_graph, outputs, Rows(Labels, ElementType.F32, _plan.Targets));
            return (outputs, squared.Loss, squared.Gradient);
        }

        var classes = CrossEntropy.Of(_graph, outputs, Rows(Labels, ElementType.I32, 1));
        return (outputs, classes.Loss, classes.Gradient);
    }

    private void Evaluate(EvaluationPlan evaluate)
    {
        var count = _plan.Steps / evaluate.Every;
        GraphBuilder.Require(count > 0, "held-out records are evaluated within the steps of the job");
        var number = Counter(Evaluations, [1]);
        new Curve(count).Record(_graph, HeldOutLoss, number, Batch(null, HeldOut, evaluate.Records, null).Loss, 1);
    }

    private void Update(Node step, Node[] gradients)
    {
        int[] phases = Accumulates ? [1] : Phases;
        var number = Accumulates ? Counter(Updates, phases) : step;
        if (Accumulates) gradients = [.. gradients.Select(Gathered)];

        if (_plan.Clip is { } limit)
        {
            var norm = GradientClip.Norm(_graph, gradients);
            new Curve(_plan.Updates).Record(_graph, Norm, number, norm, phases);
            gradients = [.. GradientClip.Of(_graph, gradients, norm, limit)];
        }

        var rates = _graph.Constant(Rate, RateTable.Of(_plan.Rate, _plan.Updates));
        var rate = _graph.Reshape(_graph.Gather(new Curve(_plan.Updates).PointOf(_graph, number), rates), Shape.Of(1));
        new OptimizerGraph(_graph, _plan.Optimizer, rate, phases)
            .Update([.. _plan.Model.Parameters.Select((p, i) => (p.Name, _weights[p.Name], gradients[i]))]);
    }

    /// <summary>The mean gradient of the steps since the last update; between updates the sum grows.</summary>
    private Node Gathered(Node gradient, int parameter)
    {
        var name = _plan.Model.Parameters[parameter].Name;
        var gathered = _graph.State(Accumulated(name), ElementType.F32, gradient.Shape);
        var sum = _graph.Map(MapCode.Add, gathered, gradient);
        _graph.Assign(gathered, sum, 0);
        _graph.Assign(gathered, _graph.Zeros(gradient.Shape), 1);
        return _graph.Map(MapCode.Scale, [Law.Div(Law.One, Law.FromInt(_plan.Accumulate))], sum);
    }

    /// <summary>A state that counts the steps of some phases; the node is the number before the step.</summary>
    private Node Counter(string name, int[] phases)
    {
        var state = _graph.State(name, ElementType.I32, Shape.Of(1));
        var next = _graph.Map(MapCode.IntAdd, state, _graph.Scalar(ElementType.I32, 1));
        foreach (var phase in phases) _graph.Assign(state, next, phase);
        return state;
    }
}
