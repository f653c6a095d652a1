using Marketplace.Execution.Planning;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution;

/// <summary>Fast mode under way: one tensor a slot, written in place step after step, nothing hashed until
/// it is asked for.</summary>
public sealed class FastRun : IDisposable
{
    private readonly Program _program;
    private readonly CommittedState _start;
    private readonly Tensor[] _persistent;
    private readonly bool[] _written;
    private readonly IPreparedPhase[] _phases;

    /// <param name="program">Admitted.</param>
    /// <param name="start">S at <paramref name="step"/>; it is not changed.</param>
    public FastRun(
        Program program, CommittedState start, uint step, IBackend backend, MemoryUse memory = MemoryUse.Shared)
    {
        _program = program;
        _start = start;
        Step = step;

        _written = new bool[start.Tensors.Count];
        foreach (var op in program.Phases.SelectMany(phase => phase.Operations).Where(op => op.Slot < _written.Length))
        {
            _written[op.Slot] = true;
        }

        _persistent = [.. start.Tensors.Select((tensor, slot) => _written[slot] ? tensor.Copy() : tensor)];
        var plans = program.Phases.Select(phase => MemoryPlan.Of(phase, program.Slots, _persistent, memory)).ToList();
        ScratchBytes = plans.Sum(plan => plan.ScratchBytes);
        _phases = [.. plans.Select(plan => backend.Prepare(plan.Operations))];
    }

    /// <summary>Bytes of all scratch words.</summary>
    public long ScratchBytes { get; }

    /// <summary>The next step to run: the state is that of this position.</summary>
    public uint Step { get; private set; }

    /// <summary>Runs one step.</summary>
    public void Advance()
    {
        Invariant.That(Step < _program.Steps, "a run ends with its program");
        _phases[_program.PhaseIndexAt(Step)].Run(Step);
        Step++;
    }

    /// <summary>A persistent slot's words as they are now; the next step may write them.</summary>
    public Tensor Live(int slot) => _persistent[slot];

    /// <summary>A copy of the state as it is now.</summary>
    public CommittedState Snapshot() =>
        _start.Next([.. _persistent.Select((tensor, slot) => _written[slot] ? tensor.Copy() : tensor)]);

    public void Dispose()
    {
        foreach (var phase in _phases) phase.Dispose();
    }
}
