using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Training;

namespace Marketplace.Bench.Step;

/// <summary>Our side: the job as a solver runs it, in fast mode.</summary>
public sealed class GptRun : IDisposable
{
    private const uint Steps = 100_000;

    public GptRun(GptShape shape, IBackend backend)
    {
        var training = TrainingCompiler.Compile(shape.Plan(Steps));
        var tokens = new Tensor(ElementType.I32, Shape.Of(shape.Batch, shape.Sequence + 1));
        for (var i = 0; i < tokens.Words.Length; i++) tokens.Words[i] = Philox.Index(5, (uint)i, 0, 0, (uint)shape.Vocabulary);
        var order = new Tensor(ElementType.I32, new Shape(1, 1, Steps, (uint)shape.Batch));
        for (var i = 0; i < order.Words.Length; i++) order.Words[i] = (uint)(i % shape.Batch);
        Program = training.Program;
        Start = new CommittedState(
            Program.Slots,
            TrainingState.Initial(training, new Dictionary<string, Tensor> { [TrainingSlots.Tokens] = tokens, [TrainingSlots.Order] = order }, 1));
        Run = new FastRun(Program, Start, 0, backend);
    }

    public Programs.Program Program { get; }

    public CommittedState Start { get; }

    public FastRun Run { get; }

    public void Dispose() => Run.Dispose();
}
