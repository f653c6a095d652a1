using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Casting;

/// <summary>Everything that a seed decides before a run begins.</summary>
/// <param name="Watched">At least one honest challenger looks at every claim.</param>
public sealed record Cast(
    Scene Scene, JobTerms Terms, Weather Weather, IReadOnlyList<Actor> Actors, Timestamp Start)
{
    public bool Watched => Actors.OfType<Challenger>().Any();

    /// <summary>What solvers keep back; nothing in a job without verifiers.</summary>
    public Shelves Shelves { get; init; } = new(Scene.Program.Intervals, new Dictionary<Address, Withholding>());

    public bool IsHonest(Address account)
    {
        foreach (var actor in Actors)
        {
            if (actor.Account == account) return actor.IsHonest;
        }

        return false;
    }

    /// <summary>No run takes longer: the last lock, delivery, window, a commitment that is never opened, and both clocks of
    /// a game of the highest tier with its allowances (D6, D7); then what the keeper has to do.</summary>
    public Timestamp End
    {
        get
        {
            var interval = (ulong)Math.Min(Scene.Program.CheckpointEvery, Scene.Program.Steps);
            var clocks = (2UL + MaxTier) * Terms.BudgetSeconds + 2 * (interval + 2) * Terms.StepAllowance
                + MostTurns * (ulong)Terms.MinResponse;
            var (challenges, latency) = (257UL * Weather.BlockSeconds + clocks, 10UL * Weather.LatencySeconds);
            var round = Terms.ClosesAt + Terms.DeliverySeconds + Terms.WindowSeconds + challenges + latency
                + (Weather.Censor?.Seconds ?? 0);
            // The second draw's window; a pass can be contested for one, and its record has one (M6, M10).
            return Terms.IsAudited ? round + 3UL * Terms.WindowSeconds + 2 * challenges + 2 * latency : round;
        }
    }

    /// <summary>Games of one round: at most 64, eight to a tier.</summary>
    private const uint MaxTier = 8;

    /// <summary>STEP, OPERATION and LEAF cut twice at most, ELEMENT, TERM twice.</summary>
    private const uint MostTurns = 12;
}
