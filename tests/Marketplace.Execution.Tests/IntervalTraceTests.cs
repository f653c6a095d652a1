using Marketplace.Execution;
using Marketplace.Merkle;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.World;

namespace Marketplace.Execution.Tests;

public class IntervalTraceTests
{
    private static readonly IBackend Law = new LawBackend();
    private static readonly Program Toy = ToyProgram.Build();

    private static CommittedState Start { get; } = new(Toy.Slots, ToyProgram.InitialState(Toy));

    [Fact]
    public void StateRoots_AndSteps_AgreeInAnyOrder()
    {
        var trace = new IntervalTrace(Toy, Executor.Run(Toy, Start, 0, 2, Law), 2, 8, Law);
        foreach (uint t in new[] { 5, 7, 2, 3, 6, 4, 5 })
        {
            var step = trace.Step(t);
            step.Step.Should().Be(t);
            step.StateRootBefore.Should().Be(trace.StateRoot(t));
            step.StateRootAfter.Should().Be(trace.StateRoot(t + 1));
        }

        for (uint t = 2; t <= 8; t++) trace.StateRoot(t).Should().Be(Executor.Run(Toy, Start, 0, t, Law).Root);
        trace.Step(7).Should().BeSameAs(trace.Step(7));
    }

    [Fact]
    public void ALiar_AgreesUntilItsLie()
    {
        var honest = new IntervalTrace(Toy, Start, 0, 9, Law);
        var lying = new IntervalTrace(Toy, Start, 0, 9, new OneBitLiar(new OperationSite(3, 11), element: 7, bit: 3));
        for (uint t = 0; t <= 6; t++) (lying.StateRoot(t) == honest.StateRoot(t)).Should().Be(t <= 3);
        lying.Step(3).StateRootAfter.Should().Be(lying.StateRoot(4));
    }

    [Theory]
    [InlineData(9u, 3u, 3)]
    [InlineData(8u, 3u, 3)]
    [InlineData(2u, 3u, 1)]
    public void Checkpoints_OpenUnderTheTraceRoot(uint steps, uint every, int intervals)
    {
        var program = Toy with { Steps = steps, CheckpointEvery = every };
        var seen = new List<Hash32>();
        var checkpoints = Checkpoints.Run(program, Start, Law, (_, state) => seen.Add(state.Root));
        checkpoints.Intervals.Should().Be(intervals);
        checkpoints.Roots.Should().Equal(seen);
        checkpoints.Roots[^1].Should().Be(Executor.Run(program, Start, 0, steps, Law).Root);
        for (var k = 0; k < intervals; k++)
        {
            checkpoints.Roots[k].Should().Be(Executor.Run(program, Start, 0, program.CheckpointStep(k), Law).Root);
            var leaf = Keccak.Hash(checkpoints.Roots[k], checkpoints.Roots[k + 1]);
            MerkleTree.RootFromPath(leaf, k, checkpoints.Path(k)).Should().Be(checkpoints.TraceRoot);
        }
    }

    [Fact]
    public void ARun_LeavesItsStartAsItWas_AndHashesOnlyWhatChanged()
    {
        var before = Start.Root;
        var after = Executor.Run(Toy, Start, 0, 4, Law);
        new CommittedState(Toy.Slots, Start.Tensors).Root.Should().Be(before);
        for (var slot = 0; slot < Toy.Slots.Persistent.Length; slot++)
        {
            var isInput = Toy.Slots.Persistent[slot].Kind == SlotKind.Input;
            ReferenceEquals(after.Tree(slot), Start.Tree(slot)).Should().Be(isInput);
        }
    }

    [Fact]
    public void OnStep_NamesEveryPositionReached()
    {
        var reached = new List<uint>();
        Executor.Run(Toy, Start, 0, 3, Law, reached.Add);
        reached.Should().Equal(1u, 2u, 3u);
    }
}
