using Marketplace.Backends.Cpu;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.World;

namespace Marketplace.Execution.Tests;

/// <summary>Whole runs on the fast backend: every root that a claim or a game would show is the law's.</summary>
public sealed class BackendAgreementTests
{
    private static readonly Program s_program = ReferenceJob.Training.Program;

    private static readonly Lazy<IReadOnlyList<Hash32>> s_roots = new(() => Roots(new LawBackend()));

    public static TheoryData<CpuPath, int> Machines()
    {
        var machines = new TheoryData<CpuPath, int>();
        foreach (var path in CpuPaths.Supported)
            foreach (var threads in (int[])[1, 2, 3]) machines.Add(path, threads);
        return machines;
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void TheReferenceJob_HasTheSameCheckpoints(CpuPath path, int threads)
    {
        s_program.Steps.Should().Be(320);
        using var backend = new CpuBackend(path, threads);
        Roots(backend).Should().Equal(s_roots.Value);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void AStepOfTheReferenceJob_HasTheSameRootsInside(CpuPath path, int threads)
    {
        using var backend = new CpuBackend(path, threads);
        var (fast, law) = (new StepTrace(s_program, Start(), 0, backend), new StepTrace(s_program, Start(), 0, new LawBackend()));
        for (var j = 0; j <= law.Count; j++) fast.EnvironmentRoot(j).Should().Be(law.EnvironmentRoot(j), "of operation {0}", j);
    }

    /// <summary>Every operator that a contract judges, in a run and in the traces of an interval.</summary>
    [Theory]
    [MemberData(nameof(Machines))]
    public void TheToy_HasTheSameTrace(CpuPath path, int threads)
    {
        var toy = ToyProgram.Build();
        var start = new CommittedState(toy.Slots, ToyProgram.InitialState(toy));
        using var backend = new CpuBackend(path, threads);
        var (fast, law) = (new IntervalTrace(toy, start, 0, toy.Steps, backend), new IntervalTrace(toy, start, 0, toy.Steps, new LawBackend()));
        for (uint t = 0; t < toy.Steps; t++)
        {
            fast.StateRoot(t + 1).Should().Be(law.StateRoot(t + 1), "after step {0}", t);
            var (own, other) = (fast.Step(t), law.Step(t));
            for (var j = 0; j <= own.Count; j++) own.EnvironmentRoot(j).Should().Be(other.EnvironmentRoot(j), "at step {0}, operation {1}", t, j);
        }
    }

    private static CommittedState Start() =>
        new(s_program.Slots, ReferenceJob.Start());

    private static IReadOnlyList<Hash32> Roots(IBackend backend) => Checkpoints.Run(s_program, Start(), backend).Roots;
}
