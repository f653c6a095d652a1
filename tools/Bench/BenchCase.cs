namespace Marketplace.Bench;

/// <summary>Something of ours to be timed, and what it is compared with.</summary>
public sealed record BenchCase
{
    public required string Bench { get; init; }

    /// <summary>Unique inside its bench.</summary>
    public required string Name { get; init; }

    public required string Shape { get; init; }

    public required int Threads { get; init; }

    /// <summary>What <see cref="Work"/> is counted in, a second: GB/s, GFLOP/s.</summary>
    public required string Unit { get; init; }

    /// <summary>What one run does, in units times seconds: 0.032 for 32 MB if the unit is GB/s.</summary>
    public required double Work { get; init; }

    public required Action Ours { get; init; }

    /// <summary>Without one only our own speed is reported.</summary>
    public Comparison? Against { get; init; }

    /// <summary>The rival's speed when nobody sets anything, in the case's unit, measured in a process of its own; reported
    /// beside.</summary>
    public double? PeerDefault { get; init; }

    /// <summary>Where a case is no speed but a number that is found once: ours, and the rival's if there is one. Then nothing is
    /// timed.</summary>
    public Func<(double Ours, double? Other)>? Figure { get; init; }

    /// <summary>Bits of the vectors in which the machine's peak is watched: 512 or 256; 0 if what is found does not depend on
    /// the machine, and no peak is.</summary>
    public int PeakBits { get; init; } = Peak.WidestBits;

    /// <summary>How long the machine is left alone between two contenders: a peer's pool may spin for 25 to 70 ms after
    /// its work.</summary>
    public TimeSpan Settle { get; init; }

    /// <summary>Further keys of the report.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>Further keys whose values are whole numbers.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();

    /// <summary>Whether the table for people prints the notes too.</summary>
    public bool ShowsNotes { get; init; }
}

/// <summary>What a case is compared with.</summary>
public abstract record Comparison
{
    /// <summary>Another library doing the same: reported as peer and ratio, its time by ours.</summary>
    /// <param name="Work">What one run of it does, where that is not what ours does.</param>
    public sealed record Rival(string Name, Action Run, double? Work = null) : Comparison;

    /// <summary>Several libraries doing the same: the fastest of them is reported as the peer, the others beside
    /// it.</summary>
    public sealed record Rivals(params Rival[] All) : Comparison;

    /// <summary>A bound that no code of ours can pass, or the best of our own paths: reported as a fraction, its time
    /// by ours, for the same work.</summary>
    public sealed record Bound(string Name, Action Run) : Comparison;

    /// <summary>The fused multiply-adds that the machine can do: reported as a fraction. The case's unit is
    /// GFLOP/s.</summary>
    public sealed record FmaPeak : Comparison;
}
