using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution;

/// <summary>Fast mode from one position to another (O2).</summary>
public static class Executor
{
    /// <summary>The state at <paramref name="toStep"/>, from the state at <paramref name="fromStep"/>.</summary>
    /// <param name="program">Admitted.</param>
    /// <param name="onStep">Called after each step with the position reached, from fromStep + 1 to toStep.</param>
    public static CommittedState Run(
        Program program, CommittedState state, uint fromStep, uint toStep, IBackend backend,
        Action<uint>? onStep = null)
    {
        Invariant.That(fromStep <= toStep && toStep <= program.Steps, "a run goes forward inside its program");
        if (fromStep == toStep) return state;

        using var run = new FastRun(program, state, fromStep, backend);
        while (run.Step < toStep)
        {
            run.Advance();
            onStep?.Invoke(run.Step);
        }

        return run.Snapshot();
    }
}
