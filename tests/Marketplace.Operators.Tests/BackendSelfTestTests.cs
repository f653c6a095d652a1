using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Operators.Tests;

/// <summary>Machines that differ from the law in one thing each are refused, and by the check that is meant for it.</summary>
public sealed class BackendSelfTestTests
{
    private static readonly Dictionary<string, (IBackend Machine, string Check)> s_machines = new()
    {
        ["reads subnormals as zeros"] = (new MachineOf<Deviating<ReadsZeros>>(), "subnormal operands"),
        ["flushes subnormal results"] = (new MachineOf<Deviating<FlushesResults>>(), "subnormal results"),
        ["has no fused multiply-add"] = (new MachineOf<Deviating<RoundsTwice>>(), "a fused multiply-add rounds once"),
        ["fuses through double"] = (new MachineOf<Deviating<FusesInDouble>>(), "a fused multiply-add rounds once"),
        ["contracts"] = (new FusingMachine(), "are not fused"),
        ["rounds towards zero"] = (new MachineOf<Deviating<Truncates>>(), "round to nearest"),
        ["divides by a reciprocal"] = (new MachineOf<Deviating<DividesByReciprocal>>(), "quotients"),
        ["approximates square roots"] = (new MachineOf<Deviating<ApproximatesRoots>>(), "square roots"),
        ["has another maximum"] = (new MachineOf<Deviating<OtherMaximum>>(), "zeros keep their signs"),
        ["loses the signs of zeros"] = (new MachineOf<Deviating<LosesZeros>>(), "zeros keep their signs"),
        ["converts as x86 does"] = (new MachineOf<Deviating<OtherConversion>>(), "floats become integers"),
        ["cuts integers off"] = (new MachineOf<Deviating<TruncatedIntegers>>(), "integers become the nearest float"),
        ["keeps other NaNs"] = (new RawNaNMachine(), "every NaN is"),
        ["adds products descending"] = (new DescendingMachine(), "ascending (O3)"),
        ["adds products in two halves"] = (new SplitMachine(2), "ascending (O3)"),
        ["adds products in 64 parts"] = (new SplitMachine(64), "ascending (O3)"),
        ["pads products"] = (new PaddingMachine(), "a chain has no other terms"),
        ["begins with the first term"] = (new FirstTermMachine(), "a chain begins at +0"),
        ["adds lanes descending"] = (new DescendingLanesMachine(), "32 lanes"),
        ["composes exp"] = (new MachineOf<Deviating<ComposedExp>>(), "exp is correctly rounded"),
        ["composes log"] = (new MachineOf<Deviating<ComposedLog>>(), "log is correctly rounded"),
        ["composes tanh"] = (new MachineOf<Deviating<ComposedTanh>>(), "tanh is correctly rounded"),
        ["composes sin"] = (new MachineOf<Deviating<ComposedSin>>(), "sin is correctly rounded"),
    };

    public static TheoryData<string> Machines => [.. s_machines.Keys];

    [Theory]
    [MemberData(nameof(Machines))]
    public void AMachineThatIsNotTheLaws_IsRefusedByItsCheck(string name)
    {
        var (machine, check) = s_machines[name];
        var test = () => BackendSelfTest.Require(machine);
        var refusal = test.Should().Throw<UnsoundBackendException>(name).Which;
        refusal.Check.Should().Contain(check);
        BackendSelfTest.Names.Should().Contain(refusal.Check);
        refusal.Message.Should().Contain(refusal.Check).And.MatchRegex(@"element \d+ of a \w+( \w+)? is 0x[0-9a-f]{8} instead of 0x[0-9a-f]{8}\.$");
    }

    [Fact]
    public void AMachineOnTheLawsArithmetic_Passes() => BackendSelfTest.Require(new MachineOf<Law>());

    [Fact]
    public void EveryCheck_NamesItsRule() => BackendSelfTest.Names.Should().HaveCountGreaterThan(20).And.OnlyContain(n => n.EndsWith(')'));
}
