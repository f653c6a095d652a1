using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Protocol.Strategies;

/// <summary>The trace that a player has from replaying an interval.</summary>
public sealed class ReplayedTrace(Program program, IntervalTrace interval) : ITrace
{
    public Program Program => program;

    public Hash32 StateRoot(uint step) => interval.StateRoot(step);

    public StepTrace Step(uint step) => interval.Step(step);
}
