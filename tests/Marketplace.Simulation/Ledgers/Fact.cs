using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Simulation.Ledgers;

/// <summary>What happened: the events of the market.</summary>
public enum FactKind : byte
{
    Posted,
    Locked,
    Claimed,
    Committed,
    Opened,
    Moved,
    Decided,
    Released,
    Forfeited,
    Finalized,
    Expired,
    Cancelled,
    Withdrawn,
    Swept,

    // Verifiers and tokens.
    Approved,
    TokenWithdrawn,
    Staked,
    Unstaked,
    Left,
    SeedDrawn,
    Passed,
    FoundUnavailable,
    Contested,
    Collected,
    Acknowledged,
    DrawnAnew,
    Undelivered,
}

/// <summary>What the draw of a round gives to one verifier.</summary>
/// <param name="Intervals">For which it is drawn.</param>
/// <param name="Affordable">How many of them its free stake lets it pass.</param>
public readonly record struct Drawn(Address Verifier, int Intervals, int Affordable);

/// <summary>One event, as everybody may read it.</summary>
/// <param name="Who">Whom it is about: the sender of the call; of a decided game the winner; of a forfeited or released bond
/// its challenger; of a verdict its verifier.</param>
/// <param name="Game">Its id, for what concerns a game or a commitment; of a verdict its key, of a draw its seed.</param>
/// <param name="State">Of a move the new state, of a decided or released game the last one.</param>
/// <param name="Amount">Wei that the call brought in or took out.</param>
public sealed record Fact(
    FactKind Kind, Timestamp At, ulong Block, ulong Job, uint Round, Address Who,
    Hash32 Game = default, GameState? State = null, Wei Amount = default)
{
    /// <summary>Of a decided game: who lost it.</summary>
    public Address Loser { get; init; }

    /// <summary>Of a decided game: which side won; one account may be both.</summary>
    public bool ChallengerWon { get; init; }

    /// <summary>Of a commitment: how many the round had before it.</summary>
    public ushort Sequence { get; init; }

    /// <summary>Of a commitment and everything after it: the bond is the job's · 2^tier.</summary>
    public byte Tier { get; init; }

    /// <summary>Of a verdict.</summary>
    public ushort Interval { get; init; }

    /// <summary>Of a verdict and of a seed: 0, or 1 for the second draw of a round.</summary>
    public byte Draw { get; init; }

    /// <summary>Of a draw: verdicts that can still be paid.</summary>
    public int Slots { get; init; }

    /// <summary>Of a draw: who has a part in it.</summary>
    public ImmutableArray<Drawn> Drawn { get; init; } = [];

    /// <summary>It concerns the record of a contested pass, not a job that was posted.</summary>
    public bool IsOfRecord => Job >> 63 == 1;

    public override string ToString() =>
        $"{At} block {Block}: {Kind} job {Job}.{Round} by {Short(Who)}" + (Game.IsZero ? "" : $", game {Game.ToString()[..10]}")
        + (State is null ? "" : $", {State.Alphabet} [{State.Start}, +{State.Length}) until {State.Deadline}")
        + (Kind == FactKind.Decided ? $", lost by {Short(Loser)}" : "") + (Amount == Wei.Zero ? "" : $", {Amount}");

    private static string Short(Address address) => address.ToString()[^4..];
}
