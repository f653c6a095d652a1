using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Models;

namespace Marketplace.Programs.Jobs;

/// <summary>A forward pass by the law, for people who want to see what they paid for; no claim rests on it.</summary>
public static class Predict
{
    /// <summary>[rows, classes] logits.</summary>
    /// <param name="weights">By the names of the model's parameters; others are ignored.</param>
    /// <param name="rows">[rows, columns] float32.</param>
    public static Tensor Logits(Model model, IReadOnlyDictionary<string, Tensor> weights, Tensor rows)
    {
        var graph = new GraphBuilder();
        var x = graph.Input("rows", ElementType.F32, rows.Shape);
        var parameters = model.Parameters.ToDictionary(p => p.Name, p => graph.Input(p.Name, ElementType.F32, p.Shape), StringComparer.Ordinal);
        var logits = graph.Map(MapCode.Scale, [Law.One], model.Logits(new ModelScope(graph, parameters), x, (uint)rows.Rows));
        graph.Assign(graph.State("logits", ElementType.F32, logits.Shape), logits);
        var program = graph.Build(steps: 1, checkpointEvery: 1);

        var tensors = new Dictionary<int, Tensor>();
        for (var i = 0; i < program.Slots.Persistent.Length; i++)
        {
            var slot = program.Slots.Persistent[i];
            if (slot.Name == "rows") tensors[i] = rows;
            else if (graph.Constants.TryGetValue(slot.Name, out var constant)) tensors[i] = constant;
            else if (weights.TryGetValue(slot.Name, out var weight)) tensors[i] = weight;
        }

        var law = new LawBackend();
        foreach (var op in program.Phases[0].Operations)
        {
            var output = new Tensor(op.Type, op.Shape);
            law.Run(default, op, [.. op.Operands.Select(o => tensors[o.Slot])], output);
            tensors[op.Slot] = output;
        }

        return tensors[program.Slots.Number("logits")];
    }

    /// <summary>The class of the largest logit of each row, the lowest of equal ones.</summary>
    public static int[] Classes(Model model, IReadOnlyDictionary<string, Tensor> weights, Tensor rows)
    {
        var logits = Logits(model, weights, rows);
        var classes = new int[logits.Rows];
        for (var r = 0; r < classes.Length; r++)
        {
            var row = logits.Row(r);
            for (var c = 1; c < row.Length; c++)
            {
                if (Law.SelectGreater(row[c], row[classes[r]], 1, 0) == 1) classes[r] = c;
            }
        }

        return classes;
    }

    /// <summary>The share of rows whose class is their label.</summary>
    public static double Accuracy(Model model, IReadOnlyDictionary<string, Tensor> weights, Tensor rows, Tensor labels)
    {
        var right = Classes(model, weights, rows).Zip(labels.Words).Count(pair => pair.First == (int)pair.Second);
        return right / (double)rows.Rows;
    }
}
