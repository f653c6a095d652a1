using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Models;

namespace Marketplace.Programs.Training;

/// <summary>The tensors of a training program's persistent slots before step 0 (C6).</summary>
public static class TrainingState
{
    /// <param name="given">By slot name: the data, the order, and whatever weights and optimiser state come from files. NaNs are
    /// made canonical (F4).</param>
    /// <param name="seed">Of the parameters that are not given (B14).</param>
    /// <exception cref="FormatException">A given tensor has no slot or not its slot's type and shape, or data is missing.</exception>
    public static Tensor[] Initial(CompiledTraining training, IReadOnlyDictionary<string, Tensor> given, ulong seed)
    {
        var slots = training.Program.Slots;
        if (given.Keys.FirstOrDefault(name => slots.Persistent.All(s => s.Name != name)) is { } unknown)
            throw new FormatException($"The job has no tensor {unknown}.");
        var parameters = training.Plan.Model.Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        var tensors = new Tensor[slots.Persistent.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            var slot = slots.Persistent[i];
            tensors[i] = given.TryGetValue(slot.Name, out var own) ? Fitting(slot, own)
                : training.Constants.TryGetValue(slot.Name, out var constant) ? constant
                : parameters.TryGetValue(slot.Name, out var parameter) ? First(parameter, seed, i)
                : slot.Kind == SlotKind.State ? Begun(slot)
                : throw new FormatException($"The job's {slot.Name} is missing.");
        }

        return tensors;
    }

    private static Tensor Fitting(Slot slot, Tensor tensor)
    {
        if (tensor.Type != slot.Type || tensor.Shape != slot.Shape)
            throw new FormatException($"{slot.Name} has to be {slot.Type} of {slot.Shape}, not {tensor.Type} of {tensor.Shape}.");
        return slot.Type == ElementType.F32 && tensor.Words.Any(w => w != Law.Canonical(w))
            ? new Tensor(slot.Type, slot.Shape, [.. tensor.Words.Select(Law.Canonical)])
            : tensor;
    }

    private static Tensor First(Parameter parameter, ulong seed, int slot)
    {
        var scale = BitConverter.SingleToUInt32Bits(parameter.Initial.Scale);
        return parameter.Initial.Form switch
        {
            InitialForm.Zeros => new Tensor(ElementType.F32, parameter.Shape),
            InitialForm.Ones => ModelInit.Filled(parameter.Shape, Law.One),
            InitialForm.Uniform => ModelInit.Uniform(parameter.Shape, scale, seed, slot),
            _ => ModelInit.Normal(parameter.Shape, scale, seed, slot),
        };
    }

    private static Tensor Begun(Slot slot) => slot.Name is OptimizerGraph.Power1 or OptimizerGraph.Power2
        ? ModelInit.Filled(slot.Shape, Law.One)
        : new Tensor(slot.Type, slot.Shape);
}
