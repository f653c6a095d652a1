using System.Security.Cryptography;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution.Tests;

public class TrainingTests
{
    private const int Rows = 120;
    private static readonly Tensor Features = Flowers(seed: 1);
    private static readonly Tensor Labels =
        Tensor.Ints(Shape.Of(Rows, 1), [.. Enumerable.Range(0, Rows).Select(r => r % 3)]);

    private static readonly JobSpec Reference = new(
        Program.CurrentLaw, new MlpClassifier([4, 128, 3]), 30, new Adam(0.01f, 0.9f, 0.999f, 1e-8f), 320, 32, 7,
        new JobData(IdOf(TensorBlob.WriteData(JobCompiler.Features, Features)), IdOf(TensorBlob.WriteData(JobCompiler.Labels, Labels)), Rows, 4, 3));

    private static Hash32 IdOf(byte[] blob) => new(SHA256.HashData(blob));

    /// <summary>Three kinds of rows, each around its own centre.</summary>
    private static Tensor Flowers(ulong seed)
    {
        float[] centres = [5.0f, 3.4f, 1.5f, 0.2f, 5.9f, 2.8f, 4.3f, 1.3f, 6.6f, 3.0f, 5.6f, 2.0f];
        var values = new float[Rows * 4];
        for (var e = 0; e < values.Length; e++)
        {
            var noise = 0.6f * ((Philox.Word(seed, (uint)e, 0, 0) >> 8) / 16777216f - 0.5f);
            values[e] = centres[e / 4 % 3 * 4 + e % 4] + noise;
        }

        return Tensor.Floats(Shape.Of(Rows, 4), values);
    }

    [Fact]
    public void TheReferenceJob_LearnsItsData_AndEndsAtItsGoldenRoot()
    {
        var program = JobCompiler.Compile(Reference);
        ProgramAdmission.Check(program).Should().BeNull();
        var initial = new CommittedState(program.Slots, JobCompiler.InitialState(Reference, Features, Labels));
        CommittedState? last = null;
        var checkpoints = Checkpoints.Run(program, initial, new LawBackend(), (_, state) => last = state);

        checkpoints.Roots.Should().HaveCount(11).And.OnlyHaveUniqueItems();
        var trained = Safetensors.Read(TensorBlob.WriteState(program.Slots, last!.Tensors));
        var untrained = Safetensors.Read(TensorBlob.WriteState(program.Slots, initial.Tensors));
        Predict.Accuracy(Reference.Model, trained, Features, Labels).Should().BeGreaterThan(0.97);
        Predict.Accuracy(Reference.Model, trained, Flowers(seed: 2), Labels).Should().BeGreaterThan(0.95);
        Predict.Accuracy(Reference.Model, untrained, Features, Labels).Should().BeLessThan(0.8);

        // Any change of a bit anywhere in the law, the builder or the commitments shows here.
        program.Root.ToString().Should().Be("0x7da514e96248978524fb638f9c5c80107b84c176bbe80cbcd686a0f077795e8e");
        checkpoints.Roots[^1].ToString()
            .Should().Be("0x66c9820162d361fc58c5921e81ca4d55dd59ced6ff0a7476e603125836fabd02");
    }

    [Fact]
    public void AStepOfTheReferenceJob_HasTheSameRootsInBothModes()
    {
        var program = JobCompiler.Compile(Reference);
        var state = new CommittedState(program.Slots, JobCompiler.InitialState(Reference, Features, Labels));
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
        var program = JobCompiler.Compile(Reference);
        var tensors = JobCompiler.InitialState(Reference, Features, Labels);
        var state = Executor.Run(program, new CommittedState(program.Slots, tensors), 0, 4, new LawBackend());
        var blob = TensorBlob.WriteState(program.Slots, state.Tensors);
        new CommittedState(program.Slots, TensorBlob.ReadState(blob, program.Slots, tensors)).Root
            .Should().Be(state.Root);
    }
}
