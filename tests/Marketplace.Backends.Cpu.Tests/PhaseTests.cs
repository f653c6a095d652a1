using Marketplace.Numerics.Tests;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>A phase as the planner makes it, against the same phase operation by operation on the law.</summary>
public sealed class PhaseTests
{
    [Theory]
    [InlineData(CpuPath.Scalar, 1)]
    [InlineData(CpuPath.Vector128, 3)]
    [InlineData(CpuPath.Avx2, 2)]
    [InlineData(CpuPath.Avx512, 2)]
    public void WhatIsKept_HasTheLawsBits_HoweverThePhaseIsCut(CpuPath path, int threads)
    {
        using var backend = new CpuBackend(path <= CpuPaths.Best ? path : CpuPaths.Best, threads);
        var law = new LawBackend();
        var (operations, stages) = (0, 0);
        var phases = TestRun.IsRepeated ? 40 : 150;
        for (var seed = 1; seed <= phases; seed++)
        {
            var phase = new RandomPhase(seed);
            operations += phase.Count;
            var expected = phase.Run(law, 2);
            var actual = phase.Run(backend, 2);
            stages += phase.Stages;
            for (var i = 0; i < expected.Length; i++) actual[i].Should().Equal(expected[i], $"seed {seed}, tensor {i}");
        }

        operations.Should().BeGreaterThan(phases * 10);
        stages.Should().BeLessThan(operations * 3 / 4, "moves are read past and maps join");
    }
}
