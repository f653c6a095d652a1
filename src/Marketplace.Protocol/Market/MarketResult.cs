using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Market;

/// <summary>What a call did: refused with a reason, which changes nothing, or the book after it.</summary>
public sealed record MarketResult
{
    public Reason Reason { get; private init; }

    public bool IsRefused => Reason != Reason.None;

    public MarketBook Book { get; private init; }

    /// <summary>The new state and mover of the game that was opened or moved in; null for anything else.</summary>
    public MoveResult? Move { get; private init; }

    private MarketResult(MarketBook book) => Book = book;

    internal static MarketResult Refused(MarketBook unchanged, Reason reason) => new(unchanged) { Reason = reason };

    internal static MarketResult Accepted(MarketBook book, MoveResult? move = null)
    {
        // INVARIANT: what the contract holds is what it owes (M5).
        Invariant.That(book.IsSolvent(), $"The market holds {book.Holdings} and owes {book.Owed()}, or it is so with a token.");
        return new MarketResult(book) { Move = move };
    }
}
