using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Tests;

public class ProgramTests
{
    /// <summary>One state slot x of one float; each step halves it.</summary>
    private static Program Halving()
    {
        var graph = new GraphBuilder();
        var x = graph.State("x", ElementType.F32, Shape.Of(1));
        graph.Assign(x, graph.Map(MapCode.Scale, [0x3f000000], x));
        return graph.Build(steps: 6, checkpointEvery: 2);
    }

    private static Hash32 H(string hex) => Keccak.Hash(Convert.FromHexString(hex));

    [Fact]
    public void Root_OfATinyProgram_IsWhatTheBytesSay()
    {
        // Map scale of one operand with one immediate, f32, into slot 0 of shape [1]; then 0.5; then the
        // operand: slot 0, one row, one
        // column, offset 0, strides 0 (an axis of length one is never moved along).
        const string Descriptor =
            "05" + "15" + "00" + "01" + "01" + "0000" + "00000001000000010000000100000001" + "3f000000"
            + "0000" + "00" + "00000001" + "00000001" + "0000000000" + "0000000000000000000000000000000000000000";
        // D = 0: one persistent slot (state, f32, [1]) and one scratch slot number that is never used.
        var slotTable = Keccak.Hash(
            H("00" + "01" + "00" + "00000001000000010000000100000001"),
            H("00" + "03" + "00" + "00000000000000000000000000000000"));
        var phase = H("00" + Descriptor);
        var header = "0001" + "00000006" + "00000002" + "00" + Convert.ToHexStringLower(slotTable.ToArray())
            + "0000" + "01" + Convert.ToHexStringLower(phase.ToArray()) + "00000001";

        var program = Halving();
        Convert.ToHexStringLower(program.Phases[0].Operations[0].Encode()).Should().Be(Descriptor);
        Convert.ToHexStringLower(program.Header()).Should().Be(header);
        program.Root.Should().Be(H(header));
        program.Root.ToString().Should().Be("0xf80996c5ebdff03c11728c03e659223896a12a63e09aef16a0abf9b15d2e1475");
        ProgramAdmission.Check(program).Should().BeNull();
    }

    [Fact]
    public void Phase_OpensAtEveryDescriptor()
    {
        var phase = TrainingCompiler.Compile(Given.ReferenceJob).Program.Phases[0];
        for (var j = 0; j < phase.Operations.Length; j++)
        {
            var path = phase.Path(j);
            path.Should().HaveCount(MerkleTree.Depth(phase.Operations.Length));
            MerkleTree.RootFromPath(phase.Operations[j].Leaf, j, path).Should().Be(phase.Root);
        }
    }

    [Fact]
    public void TwoPhases_RunTheSecondAfterEveryInnerSteps()
    {
        var program = Halving();
        var two = program with { Inner = 2, Phases = [program.Phases[0], program.Phases[0]], Steps = 7 };
        Enumerable.Range(0, 7).Select(t => two.PhaseIndexAt((uint)t)).Should().Equal(0, 0, 1, 0, 0, 1, 0);
        program.PhaseIndexAt(5).Should().Be(0);
        two.Header().Should().HaveCount(46 + 2 * 36);
        ProgramAdmission.Check(two).Should().BeNull();
        var cost = ProgramCost.Of(two);
        cost.Terms.Should().Be(7);
        cost.Bytes.Should().Be(4);
    }

    [Theory]
    [InlineData(320u, 32u, 10)]
    [InlineData(321u, 32u, 11)]
    [InlineData(1u, 32u, 1)]
    public void Checkpoints_EndWithTheLastStep(uint steps, uint every, int intervals)
    {
        var program = Halving() with { Steps = steps, CheckpointEvery = every };
        program.Intervals.Should().Be(intervals);
        program.CheckpointStep(0).Should().Be(0);
        program.CheckpointStep(intervals).Should().Be(steps);
    }
}
