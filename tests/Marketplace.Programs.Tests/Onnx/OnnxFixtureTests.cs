using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Data;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Onnx;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Tests.Specs;
using Marketplace.Programs.Training;
using static Marketplace.Programs.Tests.Given;

namespace Marketplace.Programs.Tests.Onnx;

/// <summary>Files that PyTorch wrote (tests/fixtures/onnx/make.py), with its own outputs.</summary>
public class OnnxFixtureTests
{
    private const float Share = 1e-5f;

    [Theory]
    [InlineData("mlp")]
    [InlineData("mlp.fixed")]
    [InlineData("cnn")]
    [InlineData("block")]
    [InlineData("block17")]
    [InlineData("words")]
    [InlineData("tokens")]
    public void Logits_AreThoseOfPyTorch(string name)
    {
        var (network, input, expected) = Open(name);
        var batch = (uint)input.Dimensions[0];
        Floats(OnnxLaw.Logits(network, Flat(input), batch)).ShouldBeNear(Floats(expected.Tensor), Share);
        network.OutputColumns.Should().Be((uint)expected.Dimensions[^1]);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("block")]
    [InlineData("words")]
    [InlineData("tokens")]
    public void Logits_OfAnotherBatch_AreTheSameRows(string name)
    {
        var (network, input, expected) = Open(name);
        var columns = (int)network.InputColumns;
        var rows = new Tensor(input.Tensor.Type, Shape.Of(3, columns), input.Tensor.Words[..(3 * columns)]);
        network.FixedBatch.Should().BeNull();
        var logits = Floats(OnnxLaw.Logits(network, rows, 3));
        logits.ShouldBeNear(Floats(expected.Tensor)[..logits.Length], Share);
    }

    [Fact]
    public void AFixedBatch_IsTheOnlyOne()
    {
        var (network, input, _) = Open("mlp.fixed");
        network.FixedBatch.Should().Be(8);
        var two = new Tensor(ElementType.F32, Shape.Of(2, 4), input.Tensor.Words[..8]);
        var act = () => OnnxLaw.Logits(network, two, 2);
        act.Should().Throw<FormatException>().WithMessage("The graph is for a batch of 8, not of 2.");
    }

    [Fact]
    public void Parameters_AreTheFilesWeights_WithItsNames()
    {
        var (network, _, _) = Open("block");
        network.Parameters.Select(p => $"{p.Name}[{string.Join(',', p.Dimensions)}]").Should()
            .StartWith(["place[6,16]", "enter.weight[16,3]", "enter.bias[16]"])
            .And.Contain("norm2.weight[16]").And.HaveCount(21);
        network.Initial["norm1.weight"].Words.Should().OnlyContain(w => w == Law.One);
        network.Initial.Keys.Should().BeEquivalentTo(network.Parameters.Select(p => p.Name));
    }

    [Theory]
    [InlineData("mlp", LearningTask.Classification)]
    [InlineData("mlp.fixed", LearningTask.Classification)]
    [InlineData("cnn", LearningTask.Classification)]
    [InlineData("block", LearningTask.Classification)]
    [InlineData("block17", LearningTask.Classification)]
    [InlineData("words", LearningTask.Classification)]
    [InlineData("mlp", LearningTask.Regression)]
    [InlineData("block17", LearningTask.Regression)]
    public void TwentySteps_LowerTheLoss(string name, LearningTask task)
    {
        const uint steps = 20;
        var (network, input, _) = Open(name);
        var batch = (uint)input.Dimensions[0];
        var targets = task == LearningTask.Regression ? network.OutputColumns : 1;
        var plan = new TrainingPlan(
            network, task, batch, network.InputColumns, targets, batch, 1, new AdamRule(0.9f, 0.999f, 1e-8f),
            new RateSchedule(RateForm.Constant, 0.01f, 0, 0), null, null, steps, steps, null);
        var training = TrainingCompiler.Compile(plan);
        ProgramAdmission.Check(training.Program).Should().BeNull();

        var given = new Dictionary<string, Tensor>(network.Initial)
        {
            // Tokens come as floats where a task's features are floats.
            [TrainingSlots.Features] = Tensor.Floats(
                Shape.Of((int)batch, (int)network.InputColumns), [.. input.Tensor.Words.Select(w => Number(input, w))]),
            [TrainingSlots.Labels] = task == LearningTask.Regression
                ? Given.Floats(5, (int)batch, (int)targets)
                : Tensor.Ints(
                    Shape.Of((int)batch, 1), [.. Enumerable.Range(0, (int)batch).Select(i => i % (int)network.OutputColumns)]),
            [TrainingSlots.Order] = Tensor.Ints(
                Shape.Of((int)steps, (int)batch), [.. Enumerable.Range(0, (int)(steps * batch)).Select(i => i % (int)batch)]),
        };
        var state = TrainingState.Initial(training, given, 1);
        for (uint step = 0; step < steps; step++) RunStep(training.Program, state, step);
        var loss = Floats(state[training.Program.Slots.Number(TrainingSlots.Loss)]);
        loss.Should().OnlyContain(l => float.IsFinite(l));
        loss[^1].Should().BeLessThan(0.9f * loss[0], string.Join(' ', loss));
    }

    [Fact]
    public void ALanguageModel_LearnsItsTokens_ButNotItsMask()
    {
        const uint steps = 20;
        var (network, _, _) = Open("tokens");
        network.Parameters.Select(p => p.Name).Should().Contain("word.weight").And.NotContain(["mask", "leave.weight"]);
        var plan = new TrainingPlan(
            network, LearningTask.Language, 4, 7, 1, 4, 1, new AdamRule(0.9f, 0.999f, 1e-8f),
            new RateSchedule(RateForm.Constant, 0.01f, 0, 0), null, null, steps, steps, null);
        var training = TrainingCompiler.Compile(plan);
        ProgramAdmission.Check(training.Program).Should().BeNull();
        var given = new Dictionary<string, Tensor>(network.Initial)
        {
            [TrainingSlots.Tokens] = Tensor.Ints(Shape.Of(4, 7), [.. Enumerable.Range(0, 28).Select(i => i * i % 20)]),
            [TrainingSlots.Order] = Tensor.Ints(
                Shape.Of((int)steps, 4), [.. Enumerable.Range(0, 80).Select(i => i % 4)]),
        };
        var state = TrainingState.Initial(training, given, 1);
        for (uint step = 0; step < steps; step++) RunStep(training.Program, state, step);
        var loss = Floats(state[training.Program.Slots.Number(TrainingSlots.Loss)]);
        loss[^1].Should().BeLessThan(0.9f * loss[0], string.Join(' ', loss));
    }

    [Fact]
    public void AJob_TakesItsModelFromItsGraph()
    {
        var file = File.ReadAllBytes(PathOf("mlp.onnx"));
        var spec = SpecFiles.SampleSpec("onnx");
        spec.Model.Should().BeOfType<OnnxModel>();
        var model = JobModel.Of(spec, _ => file).Should().BeOfType<OnnxNetwork>().Subject;
        (model.InputColumns, model.OutputColumns).Should().Be((4u, 3u));
        Action read = () => JobModel.Of(spec, _ => file.AsMemory(0, file.Length - 1));
        read.Should().Throw<FormatException>().WithMessage("The ONNX file ends inside a field.");
    }

    [Fact]
    public void HeldOutRecords_MayBeAnotherNumber_InTheSameProgram()
    {
        var (network, _, _) = Open("block");
        var plan = new TrainingPlan(
            network, LearningTask.Classification, 4, 18, 1, 2, 1, new SgdRule(0),
            new RateSchedule(RateForm.Constant, 0.1f, 0, 0), null, null, 2, 2, new EvaluationPlan(2, 3));
        var training = TrainingCompiler.Compile(plan);
        ProgramAdmission.Check(training.Program).Should().BeNull();
        var labels = Tensor.Ints(Shape.Of(4, 1), 0, 1, 2, 3);
        var given = new Dictionary<string, Tensor>(network.Initial)
        {
            [TrainingSlots.Features] = Given.Floats(1, 4, 18),
            [TrainingSlots.Labels] = labels,
            [TrainingSlots.HeldOut + TrainingSlots.Features] = Given.Floats(1, 3, 18),
            [TrainingSlots.HeldOut + TrainingSlots.Labels] = Tensor.Ints(Shape.Of(3, 1), 0, 1, 2),
            [TrainingSlots.Order] = Tensor.Ints(Shape.Of(2, 2), 0, 1, 2, 3),
        };
        var state = TrainingState.Initial(training, given, 1);
        for (uint step = 0; step < 2; step++) RunStep(training.Program, state, step);
        Floats(state[training.Program.Slots.Number(TrainingSlots.HeldOutLoss)]).Should()
            .OnlyContain(l => l > 0 && float.IsFinite(l));
    }

    private static float Number(NpyFile file, uint word) =>
        file.Tensor.Type == ElementType.I32 ? (int)word : Float(word);

    private static Tensor Flat(NpyFile file) =>
        new(
            file.Tensor.Type, Shape.Of(file.Dimensions[0], file.Tensor.Words.Length / file.Dimensions[0]),
            file.Tensor.Words);

    private static float[] Floats(Tensor tensor) => [.. tensor.Words.Select(Float)];

    private static (OnnxNetwork Network, NpyFile Input, NpyFile Output) Open(string name)
    {
        NpyFile Array(string part) => NpyFile.Read(new MemoryStream(File.ReadAllBytes(PathOf($"{name}.{part}.npy"))));
        return (OnnxNetwork.Read(File.ReadAllBytes(PathOf(name + ".onnx"))), Array("input"), Array("output"));
    }

    internal static string PathOf(string file) => Path.Combine(SpecFiles.Root, "tests", "fixtures", "onnx", file);
}
