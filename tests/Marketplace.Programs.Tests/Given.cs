using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Tests;

/// <summary>Short words for the tests of programs.</summary>
internal static class Given
{
    public static readonly TrainingPlan ReferenceJob = new(
        new Mlp(new MlpConfig([4, 128, 3], Activation.Relu)), LearningTask.Classification, 120, 4, 1, 30, 1,
        new AdamRule(0.9f, 0.999f, 1e-8f), new RateSchedule(RateForm.Constant, 0.01f, 0, 0), null, null, 320, 32, null);

    /// <summary>Data for the reference job.</summary>
    public static Dictionary<string, Tensor> ReferenceData() => new()
    {
        [TrainingSlots.Features] = Floats(1, 120, 4),
        [TrainingSlots.Labels] = Tensor.Ints(Shape.Of(120, 1), [.. Enumerable.Range(0, 120).Select(i => i % 3)]),
        [TrainingSlots.Order] = Tensor.Ints(Shape.Of(320, 30), [.. Enumerable.Range(0, 9600).Select(i => i * 7 % 120)]),
    };

    /// <summary>Uniform in ±1.</summary>
    public static Tensor Floats(ulong seed, params int[] dimensions)
    {
        var tensor = new Tensor(ElementType.F32, Shape.Of(dimensions));
        for (var e = 0; e < tensor.Words.Length; e++)
        {
            tensor.Words[e] = BitConverter.SingleToUInt32Bits(((Philox.Word(seed, (uint)e, 0, 0) >> 8) / 8388608f) - 1f);
        }

        return tensor;
    }

    /// <summary>One step of a program by the law; the tensors of the persistent slots are written.</summary>
    public static void RunStep(Program program, Tensor[] persistent, uint step = 0)
    {
        var scratch = program.Slots.Scratch.Select(slot => new Tensor(slot.Type, slot.Shape)).ToArray();
        Tensor At(int slot) =>
            slot < program.Slots.ScratchBase ? persistent[slot] : scratch[slot - program.Slots.ScratchBase];
        var law = new LawBackend();
        var operations = program.PhaseAt(step).Operations;
        for (var j = 0; j < operations.Length; j++)
        {
            var op = operations[j];
            law.Run(new OperationSite(step, j), op, [.. op.Operands.Select(o => At(o.Slot))], At(op.Slot));
        }
    }

    public static Tensor[] Zeros(Program program) =>
        [.. program.Slots.Persistent.Select(slot => new Tensor(slot.Type, slot.Shape))];

    public static float Float(uint bits) => BitConverter.UInt32BitsToSingle(bits);
}
