using System.Globalization;
using System.Numerics;
using Marketplace.Execution.Planning;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Training;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Cli.Training;

/// <summary>What a job takes, from its program alone: no tensor is made.</summary>
public sealed record Inspection
{
    public required BigInteger Parameters { get; init; }

    public required int Operations { get; init; }

    public required int PersistentSlots { get; init; }

    public required int ScratchSlots { get; init; }

    /// <summary>D.</summary>
    public required int Depth { get; init; }

    /// <summary>Of the header and all descriptors.</summary>
    public required long ProgramBytes { get; init; }

    /// <summary>Constants, data, order.</summary>
    public required BigInteger InputBytes { get; init; }

    /// <summary>Weights, optimiser state, metrics: what a checkpoint holds.</summary>
    public required BigInteger StateBytes { get; init; }

    public required long ScratchBytes { get; init; }

    public required long ScratchBytesRecomputed { get; init; }

    /// <summary>Of the dearest step; a fused multiply-add counts two.</summary>
    public required BigInteger FlopsPerStep { get; init; }

    public required BigInteger Flops { get; init; }

    public required uint Steps { get; init; }

    public required int Checkpoints { get; init; }

    /// <summary>Transactions of the longest dispute that the program allows.</summary>
    public required int DisputeTransactions { get; init; }

    public required string Root { get; init; }

    public static Inspection Of(CompiledTraining training)
    {
        var program = training.Program;
        var cost = ProgramCost.Of(program);
        BigInteger BytesOf(SlotKind kind) => program.Slots.Persistent.Where(s => s.Kind == kind)
            .Aggregate(BigInteger.Zero, (sum, s) => sum + 4 * (BigInteger)s.Shape.Words(s.Type));
        long Scratch(MemoryUse use) => program.Phases.Select(p => MemoryPlan.ScratchBytesOf(p, program.Slots, use)).Aggregate(0L, (a, b) => a + b);
        return new Inspection
        {
            Parameters = training.Plan.Model.Parameters.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Shape.Elements),
            Operations = program.Phases.Max(p => p.Operations.Length),
            PersistentSlots = program.Slots.Persistent.Length,
            ScratchSlots = program.Slots.Scratch.Length,
            Depth = program.Depth,
            ProgramBytes = program.Header().Length + program.Phases.SelectMany(p => p.Operations).Aggregate(0L, (sum, op) => sum + op.Encode().Length),
            InputBytes = BytesOf(SlotKind.Input),
            StateBytes = BytesOf(SlotKind.State),
            ScratchBytes = Scratch(MemoryUse.Shared),
            ScratchBytesRecomputed = Scratch(MemoryUse.Recomputed),
            FlopsPerStep = 2 * cost.TermsPerStep,
            Flops = 2 * cost.Terms,
            Steps = program.Steps,
            Checkpoints = program.Intervals,
            DisputeTransactions = DisputeLength.Of(program).Transactions,
            Root = program.Root.ToString(),
        };
    }

    /// <summary>Lines for people.</summary>
    public IEnumerable<(string Name, string Value)> Lines(MachineSpeed speed)
    {
        var stateSeconds = (double)StateBytes / speed.HashBytesPerSecond;
        yield return ("parameters", $"{Number(Parameters)}");
        yield return ("program", $"{Operations} operations a step, {PersistentSlots} persistent and {ScratchSlots} scratch slots (D = {Depth}), {Bytes(ProgramBytes)}");
        yield return ("program root", Root);
        yield return ("data", $"{Bytes(InputBytes)} of inputs");
        yield return ("state", $"{Bytes(StateBytes)}: what each of {Checkpoints} checkpoints holds");
        yield return ("scratch", $"{Bytes(ScratchBytes)} shared, {Bytes(ScratchBytesRecomputed)} recomputed");
        yield return ("memory", $"{Bytes(InputBytes + 2 * StateBytes + ScratchBytes)} shared, {Bytes(InputBytes + 2 * StateBytes + ScratchBytesRecomputed)} recomputed, one checkpoint in flight");
        yield return ("work", $"{Line($"{(double)FlopsPerStep:E2}")} FLOP a step, {Line($"{(double)Flops:E2}")} in all");
        yield return ("on this machine", Line($"{speed.FlopsPerSecond / 1e9:F0} GFLOP/s: {(double)FlopsPerStep / speed.FlopsPerSecond:F2} s a step, {(double)Flops / speed.FlopsPerSecond / 3600:F2} h in all, at best"));
        yield return ("hashing", Line($"{speed.HashBytesPerSecond / 1e9:F2} GB/s: {stateSeconds:F2} s a checkpoint, {stateSeconds * Checkpoints:F1} s in all"));
        yield return ("dispute", $"at most {DisputeTransactions} transactions");
    }

    private static string Number(BigInteger n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(BigInteger n) => n < 1 << 20
        ? Line($"{(double)n / 1024:F1} KiB")
        : n < 1L << 33 ? Line($"{(double)n / (1 << 20):F1} MiB") : Line($"{(double)n / (1 << 30):F1} GiB");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
