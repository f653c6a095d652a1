using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Simulation.Ledgers;

/// <summary>What a call came to.</summary>
/// <param name="Move">As in <see cref="MarketResult.Move"/>.</param>
public sealed record Outcome(Reason Reason, MarketBook Book, MoveResult? Move)
{
    public static Outcome Of(MarketResult result) => new(result.Reason, result.Book, result.Move);
}

/// <summary>Who says what a call does. There is one right answer; the others are there to be found out.</summary>
public interface IRules
{
    Outcome Execute(MarketBook book, Call call, Timestamp now, ulong block);
}

/// <summary>The rules of the protocol.</summary>
public sealed class TrueRules : IRules
{
    public Outcome Execute(MarketBook book, Call call, Timestamp now, ulong block) => Outcome.Of(call.Apply(book, now, block));
}
