using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Jobs;
using static Marketplace.Execution.Tests.ReferenceJob;

namespace Marketplace.Execution.Tests;

public class TrainingTests
{
    [Fact]
    public void TheReferenceJob_LearnsItsData_AndEndsAtItsGoldenRoot()
    {
        var program = Training.Program;
        ProgramAdmission.Check(program).Should().BeNull();
        var initial = new CommittedState(program.Slots, Start());
        CommittedState? last = null;
        var checkpoints = Checkpoints.Run(program, initial, new LawBackend(), (_, state) => last = state);

        checkpoints.Roots.Should().HaveCount(11).And.OnlyHaveUniqueItems();
        var trained = Safetensors.Read(TensorBlob.WriteState(program.Slots, last!.Tensors));
        var untrained = Safetensors.Read(TensorBlob.WriteState(program.Slots, initial.Tensors));
        Predict.Accuracy(Model, trained, Features, Labels).Should().BeGreaterThan(0.97);
        Predict.Accuracy(Model, trained, Flowers(seed: 2), Labels).Should().BeGreaterThan(0.95);
        Predict.Accuracy(Model, untrained, Features, Labels).Should().BeLessThan(0.8);

        // Any change of a bit anywhere in the law, the builder or the commitments shows here.
        program.Root.ToString().Should().Be("0x056a49d468108ea409f0d5d791fdfe4dff3c3ab966b5398a3160c830dc2fbfde");
        checkpoints.Roots[^1].ToString()
            .Should().Be("0x2cd8e65ad3f134f43eb045e1bd261a7e34e2d5567b5e33843d3ebba74183d513");
    }

    [Fact]
    public void AStepOfTheReferenceJob_HasTheSameRootsInBothModes()
    {
        var program = Training.Program;
        var state = new CommittedState(program.Slots, Start());
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
        var program = Training.Program;
        var tensors = Start();
        var state = Executor.Run(program, new CommittedState(program.Slots, tensors), 0, 4, new LawBackend());
        var blob = TensorBlob.WriteState(program.Slots, state.Tensors);
        new CommittedState(program.Slots, TensorBlob.ReadState(blob, program.Slots, tensors)).Root
            .Should().Be(state.Root);
    }
}
