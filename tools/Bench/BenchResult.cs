namespace Marketplace.Bench;

/// <summary>What was measured of a case.</summary>
/// <param name="Ours">Median, in the case's unit.</param>
/// <param name="Other">Median of the rival or bound, in the case's unit.</param>
/// <param name="Quotient">Median of the other's time by ours, pair by pair; for a peak our speed by it.</param>
/// <param name="Pairs">Rounds that were counted.</param>
/// <param name="Disturbed">Rounds that were counted although the process was preempted, for want of others.</param>
/// <param name="FmaPeak">GFLOP/s of the machine beside this case, on its threads.</param>
/// <param name="Unstable">The peak moved by more than 5 % in every attempt.</param>
public sealed record BenchResult(
    BenchCase Case, double Ours, double? Other, double? Quotient, int Pairs, int Disturbed, double FmaPeak,
    bool Unstable);
