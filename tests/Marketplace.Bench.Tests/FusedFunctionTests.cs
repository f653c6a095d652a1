using Marketplace.Backends.Cpu;
using Marketplace.Bench.Functions;
using Marketplace.Operators;

namespace Marketplace.Bench.Tests;

/// <summary>The programs that are timed, without a rival.</summary>
public sealed class FusedFunctionTests
{
    [Fact]
    public void Functions_AreKnownByTheirAgreedNames() => FusedFunction.All.Select(f => f.Name)
        .Should().Equal("exp", "tanh", "gelu", "softmax", "layer-norm", "adamw");

    [Fact]
    public void Softmax_OfARow_IsAProbability()
    {
        var program = Run("softmax");
        foreach (var row in program.Kept.Single().Select(BitConverter.UInt32BitsToSingle).Chunk(256))
            row.Sum(p => (double)p).Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public void LayerNorm_OfARow_IsNoLongerTheInput_AndFinite()
    {
        var program = Run("layer-norm");
        var output = program.Kept.Single().Select(BitConverter.UInt32BitsToSingle).ToList();
        output.Should().OnlyContain(x => float.IsFinite(x)).And.Contain(x => x != 0);
    }

    [Fact]
    public void AdamW_MovesEveryWeightByLittle()
    {
        var before = Function("adamw").Program(1024).Operations[^1].Output.Words.ToArray();
        var after = Run("adamw").Operations[^1].Output.Words;
        foreach (var (old, now) in before.Zip(after))
        {
            var moved = BitConverter.UInt32BitsToSingle(now) - BitConverter.UInt32BitsToSingle(old);
            Math.Abs(moved).Should().BeLessThan(0.5f);
        }

        after.Should().NotEqual(before);
    }

    [Fact]
    public void ACopy_EndsWithTheSourceInTheTarget_OnAnyThreads()
    {
        foreach (var threads in new[] { 1, 2, 3 })
        {
            using var copy = new MemoryCopy(100_003, threads);
            copy.Best(2 * 4 * 100_003).Invoke();
            copy.IsDone.Should().BeTrue();
        }
    }

    private static FusedFunction Function(string name) => FusedFunction.All.Single(f => f.Name == name);

    private static BoundProgram Run(string name)
    {
        var program = Function(name).Program(1024);
        using var backend = new CpuBackend(threads: 1);
        using var phase = backend.Prepare(program.Operations);
        phase.Run(0);
        return program;
    }
}
