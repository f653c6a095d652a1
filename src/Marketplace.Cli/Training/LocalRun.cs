using Marketplace.Execution;
using Marketplace.Execution.Planning;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Training;

namespace Marketplace.Cli.Training;

/// <summary>A job run on this machine, without a chain: the solver's engine alone. It goes on from its newest checkpoint, and
/// writes the next ones while it trains.</summary>
public sealed class LocalRun(JobStart start, IBackend backend, MemoryUse memory, RunFolder folder)
{
    private readonly SlotTable _slots = start.Program.Slots;

    /// <summary>Bytes of scratch that the run took.</summary>
    public long ScratchBytes { get; private set; }

    /// <summary>Runs the job to its end.</summary>
    /// <param name="onBegin">Called with the step that the run begins at: 0, or that of a checkpoint.</param>
    /// <param name="onStep">Called after each step with its number and its loss, NaN where there is none.</param>
    /// <exception cref="UsageException">The folder holds another job.</exception>
    public async Task<(CommittedState State, RunRecord Record)> ToEndAsync(
        Action<uint> onBegin, Action<uint, float> onStep, CancellationToken cancellation)
    {
        var program = start.Program;
        var (step, state, record) = folder.Newest(start);
        using var run = new FastRun(program, state, step, backend, memory);
        ScratchBytes = run.ScratchBytes;
        var loss = LossAt(run);
        onBegin(step);
        var writing = Task.FromResult(record);
        try
        {
            while (run.Step < program.Steps)
            {
                cancellation.ThrowIfCancellationRequested();
                run.Advance();
                onStep(run.Step, loss(run.Step - 1));
                if (run.Step % program.CheckpointEvery != 0 && run.Step != program.Steps) continue;

                // One checkpoint at a time: a slow disk holds the run up before the memory is full of states.
                record = await writing;
                var (reached, snapshot) = (run.Step, run.Snapshot());
                state = snapshot;
                writing = Task.Run(() => folder.Write(record, reached, snapshot), CancellationToken.None);
            }
        }
        finally
        {
            // Whoever stops the run finds the folder at rest; what the writing itself met is thrown below.
            await Task.WhenAny(writing);
        }

        return (state, await writing);
    }

    /// <summary>The loss of a step, from the curve that is part of the state.</summary>
    private Func<uint, float> LossAt(FastRun run)
    {
        var slot = _slots.Persistent.Select((s, i) => (s.Name, i)).Where(s => s.Name == TrainingSlots.Loss).Select(s => s.i).DefaultIfEmpty(-1).Single();
        if (slot < 0) return _ => float.NaN;
        var shift = new Curve(start.Program.Steps).Shift;
        return step => BitConverter.UInt32BitsToSingle(run.Live(slot).Words[step >> shift]);
    }
}
