using Marketplace.Primitives;

namespace Marketplace.Protocol.Market;

/// <remarks>Tokens that come in as escrow and go out to whom they are owed: the mirror of TokenPayments.sol.</remarks>
public static partial class MarketRules
{
    /// <summary>Sends the sender's balance of a token (M5).</summary>
    public static MarketResult WithdrawToken(MarketBook book, Address token, Address sender)
    {
        var amount = book.BalanceOf(token, sender);
        if (amount == Wei.Zero) return MarketResult.Refused(book, Reason.NothingToWithdraw);
        var before = book.Tokens[token];
        if (before.Moved(book.Site.Contract, sender, amount) is not { } after)
            return MarketResult.Refused(book, Reason.TokenRefused);
        if (after.BalanceOf(book.Site.Contract) + amount != before.BalanceOf(book.Site.Contract))
            return MarketResult.Refused(book, Reason.WrongAmount);
        return MarketResult.Accepted(book.With(token, after) with
        {
            TokenBalances = book.TokenBalances.Remove((token, sender)),
        });
    }

    /// <summary>An owner lets the market take so much of a token: a call of the token, not of the market.</summary>
    public static MarketResult Approve(MarketBook book, Address token, Address owner, Wei amount) =>
        MarketResult.Accepted(book.With(token, book.Tokens[token].Approved(owner, amount)));

    /// <summary>Takes an amount from the allowance that its owner has given to the market.</summary>
    private static Reason? Pull(MarketBook book, Address token, Address owner, Wei amount, out MarketBook pulled)
    {
        pulled = book;
        var market = book.Site.Contract;
        if (book.Tokens.GetValueOrDefault(token) is not { } before) return Reason.TokenRefused;
        if (before.Pulled(owner, market, amount) is not { } after) return Reason.TokenRefused;
        if (after.BalanceOf(market) != before.BalanceOf(market) + amount) return Reason.WrongAmount;
        pulled = book.With(token, after);
        return null;
    }
}
