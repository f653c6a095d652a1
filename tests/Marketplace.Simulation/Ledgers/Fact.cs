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
}

/// <summary>One event, as everybody may read it.</summary>
/// <param name="Who">Whom it is about: the sender of the call; of a decided game the winner; of a forfeited or released bond
/// its challenger.</param>
/// <param name="Game">Its id, for what concerns a game or a commitment.</param>
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

    public override string ToString() =>
        $"{At} block {Block}: {Kind} job {Job}.{Round} by {Short(Who)}" + (Game.IsZero ? "" : $", game {Game.ToString()[..10]}")
        + (State is null ? "" : $", {State.Alphabet} [{State.Start}, +{State.Length}) until {State.Deadline}")
        + (Kind == FactKind.Decided ? $", lost by {Short(Loser)}" : "") + (Amount == Wei.Zero ? "" : $", {Amount}");

    private static string Short(Address address) => address.ToString()[^4..];
}
