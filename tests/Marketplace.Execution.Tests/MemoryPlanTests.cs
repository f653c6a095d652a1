using Marketplace.Backends.Cpu;
using Marketplace.Execution.Planning;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.Execution.Tests;

public class MemoryPlanTests
{
    private static readonly Gpt2Config Model = new(40, 12, 32, 3, 2, 64, Activation.Gelu, 1e-5f, 0.1f, 0.1f, 0.1f, TieWordEmbeddings: true);

    private static readonly TrainingPlan Plan = new(
        new Gpt2(Model), LearningTask.Language, 5, 13, 1, 3, 1, new AdamWRule(0.9f, 0.95f, 1e-8f, 0.1f),
        new RateSchedule(RateForm.Cosine, 1e-3f, 3, 1e-4f), 1, 7, 12, 4, new EvaluationPlan(4, 2));

    [Theory]
    [InlineData(MemoryUse.Separate, 1)]
    [InlineData(MemoryUse.Shared, 2)]
    [InlineData(MemoryUse.Recomputed, 1)]
    [InlineData(MemoryUse.Recomputed, 2)]
    public void EveryPlan_GivesTheLawsBits(MemoryUse use, int threads)
    {
        var (program, start) = Job();
        var expected = Run(program, start, new LawBackend(), MemoryUse.Separate);
        using var backend = new CpuBackend(threads: threads);
        Run(program, start, backend, use).Should().Equal(expected);
        expected.Distinct().Should().HaveCount(expected.Count, "every step changes the state");
    }

    [Fact]
    public void EveryPlan_TakesLessThanTheOneBefore()
    {
        var (program, start) = Job();
        using var backend = new CpuBackend();
        long Scratch(MemoryUse use)
        {
            using var run = new FastRun(program, start, 0, backend, use);
            var foretold = program.Phases.Select(p => MemoryPlan.ScratchBytesOf(p, program.Slots, use)).Aggregate(0L, (a, b) => a + b);
            run.ScratchBytes.Should().Be(foretold);
            return foretold;
        }

        Scratch(MemoryUse.Shared).Should().BeLessThan(Scratch(MemoryUse.Separate) / 2);
        Scratch(MemoryUse.Recomputed).Should().BeLessThan(Scratch(MemoryUse.Shared) * 4 / 5);
    }

    private static (Program Program, CommittedState Start) Job()
    {
        var training = TrainingCompiler.Compile(Plan);
        Tensor Ints(uint n, params int[] dimensions)
        {
            var tensor = new Tensor(ElementType.I32, Shape.Of(dimensions));
            for (var e = 0; e < tensor.Words.Length; e++) tensor.Words[e] = Philox.Index(3, (uint)e, 0, n, n);
            return tensor;
        }

        var given = new Dictionary<string, Tensor>
        {
            [TrainingSlots.Tokens] = Ints(40, 5, 13),
            [TrainingSlots.HeldOut + TrainingSlots.Tokens] = Ints(40, 2, 13),
            [TrainingSlots.Order] = Ints(5, 12, 3),
        };
        return (training.Program, new CommittedState(training.Program.Slots, TrainingState.Initial(training, given, 11)));
    }

    private static List<Primitives.Hash32> Run(Program program, CommittedState start, IBackend backend, MemoryUse use)
    {
        using var run = new FastRun(program, start, 0, backend, use);
        var roots = new List<Primitives.Hash32>();
        while (run.Step < program.Steps)
        {
            run.Advance();
            roots.Add(run.Snapshot().Root);
        }

        return roots;
    }
}
