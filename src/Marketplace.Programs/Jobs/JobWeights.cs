using Marketplace.Operators;
using Marketplace.Programs.Models;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Training;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Jobs;

/// <summary>Weights and optimiser state in files, in and out.</summary>
public static class JobWeights
{
    /// <summary>Tensors that usual files hold beside the weights, and that follow from the model itself.</summary>
    private static readonly string[] s_buffers = [".attn.bias", ".attn.masked_bias", ".rotary_emb.inv_freq"];

    /// <summary>What usual files leave out before a name, or put there.</summary>
    private static readonly string[] s_prefixes = ["transformer.", "model."];

    /// <summary>Adds what the files give to the slots of the first state.</summary>
    /// <exception cref="FormatException">A parameter is missing, of another shape, or a tensor is no parameter.</exception>
    public static void Read(
        TrainingPlan plan, WeightFiles files, Func<Artifact, ReadOnlyMemory<byte>> fetch, Dictionary<string, Tensor> given)
    {
        var parameters = plan.Model.Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (var file in files.Files.Where(f => f.Name.EndsWith(".safetensors", StringComparison.Ordinal)))
        {
            using var stream = Safetensors.StreamOver(fetch(file.File));
            var tensors = SafetensorsFile.Open(stream);
            foreach (var entry in tensors.Header.Entries)
            {
                if (NameOf(entry.Name, parameters) is not { } name)
                {
                    if (IsImplied(entry.Name, parameters)) continue;
                    throw new FormatException($"weights: the model has no parameter {entry.Name}, which {file.Name} holds.");
                }

                var parameter = parameters[name];
                if (!entry.Dimensions.SequenceEqual(parameter.Dimensions))
                    throw new FormatException(
                        $"weights: {entry.Name} is [{string.Join(", ", entry.Dimensions)}], "
                        + $"the model's is [{string.Join(", ", parameter.Dimensions)}].");
                if (!given.TryAdd(name, tensors.Read(entry.Name)))
                    throw new FormatException($"weights: {name} stands in the files twice.");
            }
        }

        if (parameters.Keys.FirstOrDefault(p => !given.ContainsKey(p)) is { } missing)
            throw new FormatException($"weights: the files lack the model's {missing}.");
        if (files.Optimizer is { } optimizer) ReadOptimizer(plan, fetch(optimizer), given);
    }

    /// <summary>The model's parameters as a file, with the dimensions that readers expect.</summary>
    /// <param name="state">One tensor for each persistent slot.</param>
    public static IEnumerable<NamedTensor> Parameters(CompiledTraining training, IReadOnlyList<Tensor> state) =>
        training.Plan.Model.Parameters.Select(
            p => new NamedTensor(p.Name, p.Dimensions, state[training.Program.Slots.Number(p.Name)]));

    /// <summary>Moments, powers and the step: with them another job goes on.</summary>
    public static IEnumerable<NamedTensor> Optimizer(CompiledTraining training, IReadOnlyList<Tensor> state)
    {
        var slots = training.Program.Slots.Persistent;
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Kind != SlotKind.State || !IsCarried(slots[i].Name)) continue;
            yield return new NamedTensor(slots[i].Name, SafetensorsWriter.Dimensions(slots[i].Shape), state[i]);
        }
    }

    private static bool IsCarried(string slot) =>
        slot.StartsWith("optimizer.", StringComparison.Ordinal) || slot.StartsWith("progress.", StringComparison.Ordinal);

    /// <summary>The optimiser's part of the file; the steps of the earlier job are not steps of this one.</summary>
    private static void ReadOptimizer(TrainingPlan plan, ReadOnlyMemory<byte> bytes, Dictionary<string, Tensor> given)
    {
        var shapes = plan.Model.Parameters.ToDictionary(p => p.Name, p => p.Shape, StringComparer.Ordinal);
        foreach (var (name, tensor) in Safetensors.Read(bytes))
        {
            if (!name.StartsWith("optimizer.", StringComparison.Ordinal)) continue;
            var parameter = name.Split('.', 3)[^1];
            // A file has no leading dimensions of one.
            given[name] = shapes.TryGetValue(parameter, out var shape) && shape.Elements == tensor.Shape.Elements
                ? new Tensor(tensor.Type, shape, tensor.Words)
                : tensor;
        }
    }

    private static string? NameOf(string stored, Dictionary<string, Parameter> parameters)
    {
        if (parameters.ContainsKey(stored)) return stored;
        foreach (var prefix in s_prefixes)
        {
            if (parameters.ContainsKey(prefix + stored)) return prefix + stored;
        }

        return null;
    }

    /// <summary>A buffer, or the output layer of a model whose output layer is its embedding.</summary>
    private static bool IsImplied(string stored, Dictionary<string, Parameter> parameters) =>
        s_buffers.Any(b => stored.EndsWith(b, StringComparison.Ordinal))
        || (stored == "lm_head.weight" && !parameters.ContainsKey(stored));
}
