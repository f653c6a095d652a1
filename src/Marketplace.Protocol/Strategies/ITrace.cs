using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Protocol.Strategies;

/// <summary>A player's own view of the disputed interval: what it computed itself, whether right or wrong.</summary>
public interface ITrace
{
    Program Program { get; }

    /// <summary>State root before absolute step <paramref name="step"/>, for every step of the interval and its end.</summary>
    Hash32 StateRoot(uint step);

    /// <summary>The inside of one step of the interval.</summary>
    StepTrace Step(uint step);
}
