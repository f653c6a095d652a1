using Marketplace.Backends.Cpu;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Cli.Tests;

/// <summary>The machine that the program computes on, and what becomes of one that does not obey the law.</summary>
public sealed class MachineTests
{
    [Fact]
    public void Cpu_IsTheFastBackend_AndLawTheLaw()
    {
        using var fast = (CpuBackend)Machine.Parse("cpu").Proven();
        fast.Path.Should().Be(CpuPaths.Best);
        Machine.Parse("law").Proven().Should().BeOfType<LawBackend>();
    }

    [Fact]
    public void AnUnsoundMachine_IsRefusedInOneSentence_AndTheProgramLeavesWithOne()
    {
        var prove = () => Machine.Proven(new Flushing());
        var refusal = prove.Should().Throw<UnsoundBackendException>().Which;
        using var errors = new StringWriter();
        Failure.Report(refusal, errors).Should().Be(1);
        errors.ToString().TrimEnd('\n').Should().StartWith("UnsoundMachine: ").And.Contain("subnormal results are kept").And.NotContain("\n");
    }

    [Fact]
    public async Task Help_NamesTheBackends()
    {
        foreach (var verb in (string[])["solve", "audit"])
        {
            var ran = await Ran.ProgramAsync("Marketplace.Cli.dll", AppContext.BaseDirectory, verb, "--help");
            ran.Output.Should().Contain("--backend").And.Contain("[default: cpu]");
        }
    }

    /// <summary>A processor on which somebody has switched subnormal results off.</summary>
    private sealed class Flushing : IBackend
    {
        private readonly LawBackend _law = new();

        public void Run(OperationSite site, Descriptor op, IReadOnlyList<Tensor> operands, Tensor output)
        {
            _law.Run(site, op, operands, output);
            if (op.Type != ElementType.F32 || op.OpCode == OpCode.Move) return;
            foreach (ref var word in output.Words.AsSpan()) word = (word & ~Law.Sign) < 0x00800000 ? word & Law.Sign : word;
        }
    }
}
