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
    private readonly Dictionary<string, Node> _tables = [];
    private readonly Dictionary<string, Node> _drawn = [];

    private TrainingCompiler(TrainingPlan plan) => _plan = plan;

    /// <exception cref="ArgumentException">The plan's numbers do not fit each other.</exception>
    public static CompiledTraining Compile(TrainingPlan plan) => new TrainingCompiler(plan).Compile();

    // The phases in which a step trains, and the one in which it updates.
    private int[] Phases => _plan.Period == 0 ? [0] : [0, 1];

    private bool Accumulates => _plan.Accumulate > 1;

    private CompiledTraining Compile()
    {
        GraphBuilder.Require(_plan.Steps % _plan.Accumulate == 0, "steps are a multiple of the accumulated ones");
        GraphBuilder.Require(_plan.Period <= ushort.MaxValue, "phase 1 comes at least every 65,535 steps");
        GraphBuilder.Require(_plan.Period == 0 || _plan.Period % _plan.Accumulate == 0, "held-out records are evaluated after whole updates");
        foreach (var p in _plan.Model.Parameters)
            _weights[p.Name] = _plan.Learns ? _graph.State(p.Name, ElementType.F32, p.Shape) : _graph.Input(p.Name, ElementType.F32, p.Shape);

        var step = Counter(Step, Phases);
        if (_plan.Learns) Train(step);
        else Infer(step);
        var inner = _plan.Period == 0 ? 0 : _plan.Period - 1;
        return new CompiledTraining(_plan, _graph.Build(_plan.Steps, _plan.CheckpointEvery, (ushort)inner), _graph.Constants);
    }

    private void Train(Node step)
    {
        var batch = Batch(Records(step), "", _plan.Batch, _plan.DropoutSeed);
        Node[] weights = [.. _plan.Model.Parameters.Select(p => _weights[p.Name])];
        var gradients = Autodiff.Gradients(_graph, batch.Logits, batch.Gradient, weights);
        new Curve(_plan.Steps).Record(_graph, Loss, step, batch.Loss, Phases);
        if (_plan.Evaluate is { } evaluate) Evaluate(evaluate);
        Update(step, gradients);
    }

    /// <summary>The outputs of all steps, each written in its turn.</summary>
    private void Infer(Node step)
    {
        var input = Inputs(Records(step), "", _plan.Batch);
        var outputs = _plan.Model.Logits(new ModelScope(_graph, _weights), input, _plan.Batch);
        if (_plan.IsLanguage)
        {
            var last = new Shape(1, _plan.Batch, outputs.Shape.D2 / _plan.Batch, outputs.Shape.D3);
            outputs = _graph.Slice(_graph.Reshape(outputs, last), 2, last.D2 - 1, 1);
        }

        var table = new Shape(1, 1, _plan.Steps, checked((uint)outputs.Shape.Elements));
        var state = _graph.State(Outputs, ElementType.F32, table);
        var rows = _graph.Constant("constant.steps", Tensor.Ints(Shape.Of((int)_plan.Steps, 1), [.. Enumerable.Range(0, (int)_plan.Steps)]));
        var here = _graph.Map(MapCode.IntEqual, rows, step);
        var own = _graph.Reshape(outputs, new Shape(1, 1, 1, table.D3));
        _graph.Assign(state, _graph.Map(MapCode.Add, state, _graph.Map(MapCode.ReluGrad, own, here)));
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
        var outputs = _plan.Model.Logits(new ModelScope(_graph, _weights, dropoutSeed), Inputs(records, prefix, count), count);
        if (_plan.Task == LearningTask.Regression)
        {
            var squared = MeanSquaredError.Of(_graph, outputs, Rows(records, prefix + Labels, ElementType.F32, count, _plan.Targets));
            return (outputs, squared.Loss, squared.Gradient);
        }

        var labels = _plan.IsLanguage
            ? TokensFrom(1, records, prefix, count)
            : Rows(records, prefix + Labels, ElementType.I32, count, 1);
        var classes = CrossEntropy.Of(_graph, outputs, labels);
        return (outputs, classes.Loss, classes.Gradient);
    }

    private Node Inputs(Node? records, string prefix, uint count) => _plan.IsLanguage
        ? TokensFrom(0, records, prefix, count)
        : Rows(records, prefix + Features, ElementType.F32, count, _plan.Columns);

    /// <summary>The records' tokens but one, from a place on: [count · sequence, 1].</summary>
    private Node TokensFrom(uint start, Node? records, string prefix, uint count)
    {
        var sequence = _plan.Learns ? _plan.Columns - 1 : _plan.Columns;
        var tokens = Rows(records, prefix + Tokens, ElementType.I32, count, _plan.Columns);
        return _graph.Reshape(_graph.Slice(tokens, 3, start, sequence), new Shape(1, 1, count * sequence, 1));
    }

    /// <summary>The rows of a data slot with these numbers, or all.</summary>
    private Node Rows(Node? records, string name, ElementType type, uint count, uint columns)
    {
        if (!_tables.TryGetValue(name, out var table))
            _tables[name] = table = _graph.Input(name, type, new Shape(1, 1, records is null ? count : _plan.Records, columns));
        if (records is null) return table;
        if (!_drawn.TryGetValue(name, out var drawn)) _drawn[name] = drawn = _graph.Gather(records, table);
        return drawn;
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
        // Without a gate updates happen in all steps, or in those of phase 1.
        int[] phases = Accumulates && !_plan.IsGated ? [1] : Phases;
        var gate = _plan.IsGated ? new Gate(_graph, IsLast()) : null;
        var number = !Accumulates ? step : gate is null ? Counter(Updates, phases) : CounterOf(gate);
        if (Accumulates) gradients = [.. gradients.Select((g, p) => Gathered(g, p, gate))];

        if (_plan.Clip is { } limit)
        {
            var norm = GradientClip.Norm(_graph, gradients);
            new Curve(_plan.Updates).Record(_graph, Norm, number, gate?.Pass(_graph, norm) ?? norm, phases);
            gradients = [.. GradientClip.Of(_graph, gradients, norm, limit)];
        }

        var rates = _graph.Constant(Rate, RateTable.Of(_plan.Rate, _plan.Updates));
        var rate = _graph.Reshape(_graph.Gather(new Curve(_plan.Updates).PointOf(_graph, number), rates), Shape.Of(1));
        new OptimizerGraph(_graph, _plan.Optimizer, rate, phases, gate)
            .Update([.. _plan.Model.Parameters.Select((p, i) => (p.Name, _weights[p.Name], gradients[i]))]);
    }

    /// <summary>The mean gradient of the steps since the last update; between updates the sum grows.</summary>
    private Node Gathered(Node gradient, int parameter, Gate? gate)
    {
        var name = _plan.Model.Parameters[parameter].Name;
        var gathered = _graph.State(Accumulated(name), ElementType.F32, gradient.Shape);
        var sum = _graph.Map(MapCode.Add, gathered, gradient);
        _graph.Assign(gathered, gate?.Stop(_graph, sum) ?? sum, 0);
        _graph.Assign(gathered, gate?.Stop(_graph, sum) ?? _graph.Zeros(gradient.Shape), 1);
        return _graph.Map(MapCode.Scale, [Law.Div(Law.One, Law.FromInt(_plan.Accumulate))], sum);
    }

    /// <summary>1 in the last step before an update, else 0.</summary>
    private Node IsLast()
    {
        var pending = _graph.State(Pending, ElementType.I32, Shape.Of(1));
        var next = _graph.Map(MapCode.IntAdd, pending, _graph.Scalar(ElementType.I32, 1));
        var last = _graph.Map(MapCode.IntEqual, next, _graph.Scalar(ElementType.I32, _plan.Accumulate));
        var left = _graph.Map(MapCode.IntSub, next, _graph.Map(MapCode.IntMul, next, _graph.Map(MapCode.ToInt, last)));
        foreach (var phase in Phases) _graph.Assign(pending, left, phase);
        return last;
    }

    /// <summary>A state that counts the steps in which a gate is open.</summary>
    private Node CounterOf(Gate gate)
    {
        var state = _graph.State(Updates, ElementType.I32, Shape.Of(1));
        var next = _graph.Map(MapCode.IntAdd, state, gate.Count(_graph));
        foreach (var phase in Phases) _graph.Assign(state, next, phase);
        return state;
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
