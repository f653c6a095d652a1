using Marketplace.Execution;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.World;

namespace Marketplace.Execution.Tests;

public class StepTraceTests
{
    private static readonly IBackend Law = new LawBackend();
    private static readonly Program Toy = ToyProgram.Build();

    private static CommittedState Start { get; } = new(Toy.Slots, ToyProgram.InitialState(Toy));

    private static StepTrace TraceOf(uint step, IBackend? backend = null) =>
        new(Toy, Executor.Run(Toy, Start, 0, step, Law), step, backend ?? Law);

    [Fact]
    public void Toy_IsAdmitted_AndHoldsEverything()
    {
        ProgramAdmission.Check(Toy).Should().BeNull();
        var operations = Toy.Phases[0].Operations;
        operations.Select(op => op.OpCode).Should().Contain(Enum.GetValues<OpCode>());
        operations.Should().Contain(op => op.IsConcatenation).And.Contain(op => op.OpCode == OpCode.Move && !op.IsConcatenation);
        operations.Where(op => op.OpCode == OpCode.FoldLanes).Select(op => op.Function).Should().Contain([0, 1]);
        operations.Should().Contain(op => op.OpCode == OpCode.MatMul && op.Operands[0].Columns == 130);
        operations.Should().Contain(op => op.OpCode == OpCode.SumLanes && op.Operands[0].Columns == 70);
        var draw = operations.IndexOf(operations.First(op => op.OpCode == OpCode.Index));
        var outside = Enumerable.Range(0, 9).SelectMany(t => TraceOf((uint)t).Output(draw).Words);
        outside.Should().Contain(5u, "some draw has to fall outside the table");
    }

    [Fact]
    public void TraceMode_AndFastMode_HaveTheSameRoots()
    {
        var seen = new HashSet<Hash32> { Start.Root };
        for (uint t = 0; t < Toy.Steps; t++)
        {
            var trace = TraceOf(t);
            trace.StateRootBefore.Should().Be(Executor.Run(Toy, Start, 0, t, Law).Root);
            trace.StateRootAfter.Should().Be(Executor.Run(Toy, Start, 0, t + 1, Law).Root);
            seen.Add(trace.StateRootAfter).Should().BeTrue("the state changes at every step");
        }
    }

    [Fact]
    public void TwoPhases_RunInTheirOrder_InBothModes()
    {
        var inner = Toy.Phases[0];
        var outer = new Phase([.. inner.Operations.Reverse().SkipWhile(op => op.OpCode != OpCode.Map).Reverse()]);
        var program = Toy with { Inner = 2, Phases = [inner, outer] };
        ProgramAdmission.Check(program).Should().BeNull();
        for (uint t = 0; t < 6; t++)
        {
            var trace = new StepTrace(program, Executor.Run(program, Start, 0, t, Law), t, Law);
            trace.Count.Should().Be(t % 3 == 2 ? outer.Operations.Length : inner.Operations.Length);
            trace.StateRootAfter.Should().Be(Executor.Run(program, Start, 0, t + 1, Law).Root);
        }

        outer.Operations.Length.Should().BeLessThan(inner.Operations.Length);
    }

    [Fact]
    public void EveryEnvironment_OpensAtEverySlot_AndOneWriteLeadsToTheNext()
    {
        var trace = TraceOf(2);
        trace.EnvironmentRoot(0).Should().Be(Keccak.Hash(trace.StateRootBefore, MerkleTree.Zero(Toy.Depth)));
        for (var j = 0; j <= trace.Count; j++)
        {
            for (var slot = 0; slot < 2 * Toy.Slots.ScratchBase; slot++)
            {
                var path = trace.SlotPath(j, slot);
                path.Should().HaveCount(Toy.Depth + 1);
                MerkleTree.RootFromPath(trace.SlotRoot(j, slot), slot, path).Should().Be(trace.EnvironmentRoot(j));
            }

            if (j == trace.Count) break;
            var op = trace.Phase.Operations[j];
            MerkleTree.RootFromPath(trace.OutputTree(j).Root, op.Slot, trace.SlotPath(j, op.Slot))
                .Should().Be(trace.EnvironmentRoot(j + 1));
            trace.SlotRoot(j + 1, op.Slot).Should().Be(trace.OutputTree(j).Root);
        }

        trace.EnvironmentRoot(trace.Count)
            .Should().Be(Keccak.Hash(trace.StateRootAfter, trace.ScratchRoot(trace.Count)));
    }

    [Fact]
    public void Accumulators_OfEveryElement_EndInTheOutput()
    {
        var trace = TraceOf(1);
        for (var j = 0; j < trace.Count; j++)
        {
            var op = trace.Phase.Operations[j];
            for (long e = 0; e < op.Shape.Elements; e++)
            {
                var values = trace.Accumulators(j, e);
                values.Should().HaveCount((int)Chain.Units(op, e) + 1);
                values.Should().Equal(LawBackend.Accumulators(op, trace.Operands(j), 1, e));
            }
        }
    }

    [Fact]
    public void ALiarsTrace_IsConsistentWithItself()
    {
        var honest = TraceOf(3);
        var matMul = Enumerable.Range(0, honest.Count).First(j => honest.Phase.Operations[j].OpCode == OpCode.MatMul);
        var lying = TraceOf(3, new OneBitLiar(new OperationSite(3, matMul), element: 5));
        lying.EnvironmentRoot(matMul).Should().Be(honest.EnvironmentRoot(matMul));
        lying.EnvironmentRoot(matMul + 1).Should().NotBe(honest.EnvironmentRoot(matMul + 1));
        var (told, law) = (lying.Accumulators(matMul, 5), honest.Accumulators(matMul, 5));
        told[..^1].Should().Equal(law[..^1]);
        told[^1].Should().Be(law[^1] ^ 1).And.Be(lying.Output(matMul).Words[5]);
    }

    [Fact]
    public void ALieAnywhere_ChangesTheNextState()
    {
        var honest = TraceOf(3);
        var vanished = new List<string>();
        for (var j = 0; j < honest.Count; j++)
        {
            var lying = TraceOf(3, new OneBitLiar(new OperationSite(3, j), element: 0));
            if (lying.StateRootAfter == honest.StateRootAfter) vanished.Add($"{j} {honest.Phase.Operations[j].OpCode}");
        }

        vanished.Should().BeEmpty();
    }
}
