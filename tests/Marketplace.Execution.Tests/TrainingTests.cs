using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Programs;
using static Marketplace.Execution.Tests.ReferenceJob;

namespace Marketplace.Execution.Tests;

public class TrainingTests
{
    [Fact]
    public void TheReferenceJob_LearnsItsData_AndEndsAtItsGoldenRoot()
    {
        var program = JobCompiler.Compile(Spec);
        ProgramAdmission.Check(program).Should().BeNull();
        var initial = new CommittedState(program.Slots, JobCompiler.InitialState(Spec, Features, Labels));
        CommittedState? last = null;
        var checkpoints = Checkpoints.Run(program, initial, new LawBackend(), (_, state) => last = state);

        checkpoints.Roots.Should().HaveCount(11).And.OnlyHaveUniqueItems();
        var trained = Safetensors.Read(TensorBlob.WriteState(program.Slots, last!.Tensors));
        var untrained = Safetensors.Read(TensorBlob.WriteState(program.Slots, initial.Tensors));
        Predict.Accuracy(Spec.Model, trained, Features, Labels).Should().BeGreaterThan(0.97);
        Predict.Accuracy(Spec.Model, trained, Flowers(seed: 2), Labels).Should().BeGreaterThan(0.95);
        Predict.Accuracy(Spec.Model, untrained, Features, Labels).Should().BeLessThan(0.8);

        // Any change of a bit anywhere in the law, the builder or the commitments shows here.
        program.Root.ToString().Should().Be("0x7da514e96248978524fb638f9c5c80107b84c176bbe80cbcd686a0f077795e8e");
        checkpoints.Roots[^1].ToString()
            .Should().Be("0x66c9820162d361fc58c5921e81ca4d55dd59ced6ff0a7476e603125836fabd02");
    }

    [Fact]
    public void AStepOfTheReferenceJob_HasTheSameRootsInBothModes()
    {
        var program = JobCompiler.Compile(Spec);
        var state = new CommittedState(program.Slots, JobCompiler.InitialState(Spec, Features, Labels));
        for (uint t = 0; t < 3; t++)
        {
            var trace = new StepTrace(program, state, t, new LawBackend());
            state = Executor.Run(program, state, t, t + 1, new LawBackend());
            trace.StateRootAfter.Should().Be(state.Root);
        }
    }

    [Fact]
    public void ACheckpointBlob_GivesBackItsState()
    {
        var program = JobCompiler.Compile(Spec);
        var tensors = JobCompiler.InitialState(Spec, Features, Labels);
        var state = Executor.Run(program, new CommittedState(program.Slots, tensors), 0, 4, new LawBackend());
        var blob = TensorBlob.WriteState(program.Slots, state.Tensors);
        new CommittedState(program.Slots, TensorBlob.ReadState(blob, program.Slots, tensors)).Root
            .Should().Be(state.Root);
    }
}
