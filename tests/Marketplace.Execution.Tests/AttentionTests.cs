using Marketplace.Backends.Cpu;
using Marketplace.Execution.Planning;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.Execution.Tests;

/// <summary>Attention over sequences that are longer than any tile: the backend does a head's products and its softmax in one
/// go, in a core's own memory, forwards and backwards; the bits are the law's.</summary>
public sealed class AttentionTests
{
    public static TheoryData<CpuPath, int, MemoryUse> Machines()
    {
        var machines = new TheoryData<CpuPath, int, MemoryUse>();
        foreach (var path in CpuPaths.Supported)
        {
            machines.Add(path, 1, MemoryUse.Shared);
            machines.Add(path, 2, MemoryUse.Recomputed);
        }

        return machines;
    }

    private static readonly Lazy<(CompiledTraining Training, CommittedState Start, string Root)> s_law = new(() =>
    {
        var training = TrainingCompiler.Compile(new TrainingPlan(
            new Llama(new LlamaConfig(20, 24, 16, 1, 3, 1, 77, 1e-5f, 10000, false)), LearningTask.Language, 2, 78, 1, 2, 1,
            new SgdRule(0.5f), new RateSchedule(RateForm.Constant, 0.1f, 0, 0), null, null, 2, 2, null));
        var tokens = new Tensor(ElementType.I32, Shape.Of(2, 78));
        for (var i = 0; i < tokens.Words.Length; i++) tokens.Words[i] = Philox.Index(3, (uint)i, 0, 0, 20);
        var given = new Dictionary<string, Tensor>
        {
            [TrainingSlots.Tokens] = tokens,
            [TrainingSlots.Order] = Tensor.Ints(Shape.Of(2, 2), 0, 1, 1, 0),
        };
        var start = new CommittedState(training.Program.Slots, TrainingState.Initial(training, given, 9));
        return (training, start, Run(training, start, new LawBackend(), MemoryUse.Separate));
    });

    [Theory]
    [MemberData(nameof(Machines))]
    public void LongSequences_HaveTheLawsBits(CpuPath path, int threads, MemoryUse memory)
    {
        using var backend = new CpuBackend(path, threads);
        Run(s_law.Value.Training, s_law.Value.Start, backend, memory).Should().Be(s_law.Value.Root);
    }

    private static string Run(CompiledTraining training, CommittedState start, IBackend backend, MemoryUse memory)
    {
        using var run = new FastRun(training.Program, start, 0, backend, memory);
        while (run.Step < training.Program.Steps) run.Advance();
        return run.Snapshot().Root.ToString();
    }
}
