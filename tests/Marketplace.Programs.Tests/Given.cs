using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Programs.Tests;

/// <summary>Short words for the tests of programs.</summary>
internal static class Given
{
    public static readonly JobSpec ReferenceJob = new(
        1, new MlpClassifier([4, 128, 3]), 30, new Adam(0.01f, 0.9f, 0.999f, 1e-8f), 320, 32, 7,
        new JobData(Keccak.Hash([1]), Keccak.Hash([2]), 120, 4, 3));

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
