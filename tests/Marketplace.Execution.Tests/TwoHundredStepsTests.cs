using Marketplace.Backends.Cpu;
using Marketplace.Execution.Planning;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Data;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.Execution.Tests;

/// <summary>200 steps of a small language model with everything in it end at one root: on every path of the processor, with
/// every number of threads and with every memory plan. The root is written here, so that runs under other instruction-set
/// settings, in processes of their own, are held against it too.</summary>
public sealed class TwoHundredStepsTests
{
    private const uint Steps = 200;
    private const string Llama = "0x8534d1f136ad18b2ff113f3c0121df15089f5c6d2ee26284d1687fbe708eef84";
    private const string Gpt2 = "0xecfa2ab65131032bfc46c0e8050c3002714de97f74da59d7a17696b232d55caa";

    public static TheoryData<string, CpuPath, int, MemoryUse> Machines()
    {
        var machines = new TheoryData<string, CpuPath, int, MemoryUse>();
        foreach (var model in (string[])["llama", "gpt2"])
        {
            foreach (var path in CpuPaths.Supported)
            {
                foreach (var threads in (int[])[1, 2, 3]) machines.Add(model, path, threads, (MemoryUse)((threads + (int)path) % 3));
            }
        }

        return machines;
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void EveryMachine_EndsAtTheSameRoot(string model, CpuPath path, int threads, MemoryUse memory)
    {
        var training = TrainingCompiler.Compile(Plan(model));
        using var backend = new CpuBackend(path, threads);
        using var run = new FastRun(training.Program, Start(training), 0, backend, memory);
        while (run.Step < Steps) run.Advance();
        run.Snapshot().Root.ToString().Should().Be(model == "llama" ? Llama : Gpt2);
        var losses = run.Live(training.Program.Slots.Number(TrainingSlots.Loss)).Words.Select(BitConverter.UInt32BitsToSingle).ToList();
        losses.TakeLast(10).Average().Should().BeLessThan(losses.Take(10).Average(), "it learns");
    }

    private static TrainingPlan Plan(string model) => new(
        model == "llama"
            ? new Llama(new LlamaConfig(24, 16, 24, 2, 4, 2, 16, 1e-5f, 10000, false))
            : new Gpt2(new Gpt2Config(24, 8, 16, 2, 2, 32, Activation.Gelu, 1e-5f, 0.1f, 0.1f, 0.1f, true)),
        LearningTask.Language, 12, 9, 1, 4, model == "llama" ? 2u : 1u, new AdamWRule(0.9f, 0.95f, 1e-8f, 0.01f),
        new RateSchedule(RateForm.Cosine, 3e-3f, 10, 1e-4f), 1, model == "llama" ? null : 5, Steps, 50, new EvaluationPlan(20, 3));

    private static CommittedState Start(CompiledTraining training)
    {
        // Every token follows from the one before, but for every eighth.
        var tokens = new Tensor(ElementType.I32, Shape.Of(12, 9));
        for (var i = 1; i < tokens.Words.Length; i++)
            tokens.Words[i] = Philox.Index(3, (uint)i, 0, 0, 8) == 0 ? Philox.Index(4, (uint)i, 0, 0, 24) : (tokens.Words[i - 1] * 5 + 7) % 24;
        var given = new Dictionary<string, Tensor>
        {
            [TrainingSlots.Tokens] = tokens,
            [TrainingSlots.HeldOut + TrainingSlots.Tokens] = new Tensor(ElementType.I32, Shape.Of(3, 9), tokens.Words[..27]),
            [TrainingSlots.Order] = new Tensor(ElementType.I32, Shape.Of((int)Steps, 4), new RecordOrder(RecordOrderKind.Shuffled, 2, 12).Table(Steps * 4)),
        };
        return new CommittedState(training.Program.Slots, TrainingState.Initial(training, given, 9));
    }
}
