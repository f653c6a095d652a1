using Marketplace.Primitives;

namespace Marketplace.Protocol.Market;

/// <remarks>Jobs that their submitter signs and anybody may bring: the mirror of JobOffers.sol. Who has signed what is asked
/// outside: here it is a function.</remarks>
public static partial class MarketRules
{
    /// <summary>Adds coins to the sender's balance, for offers that somebody else will bring.</summary>
    public static MarketResult Deposit(MarketBook book, Address sender, Wei value) =>
        MarketResult.Accepted(book.Credited(sender, value).Received(value));

    /// <summary>Posts a job that its submitter has signed (M14).</summary>
    /// <param name="hasSigned">Has this account signed this digest?</param>
    /// <param name="permit">What is handed to the token before it is asked for the price; null for nothing.</param>
    public static MarketResult PostSigned(
        MarketBook book, JobOffer offer, Func<Address, Hash32, bool> hasSigned, TokenPermit? permit, Timestamp now)
    {
        var (submitter, terms) = (offer.Submitter, offer.Terms);
        if (now > offer.ValidUntil) return MarketResult.Refused(book, Reason.OfferExpired);
        if (book.UsedOffers.Contains((submitter, offer.Nonce))) return MarketResult.Refused(book, Reason.OfferUsed);
        if (!hasSigned(submitter, offer.Digest(book.Site))) return MarketResult.Refused(book, Reason.BadSignature);
        if (Check(offer.Header, terms, now) is { } unfit) return MarketResult.Refused(book, unfit);

        var paid = book with { UsedOffers = book.UsedOffers.Add((submitter, offer.Nonce)) };
        if (terms.IsInCoins)
        {
            if (book.BalanceOf(submitter) < terms.Escrow) return MarketResult.Refused(book, Reason.InsufficientBalance);
            paid = paid with { Balances = paid.Balances.SetItem(submitter, paid.BalanceOf(submitter) - terms.Escrow) };
        }
        else
        {
            if (permit is not null && paid.Tokens.GetValueOrDefault(terms.Token) is { } token)
                paid = paid.With(terms.Token, token.Permitted(submitter, permit));
            if (Pull(paid, terms.Token, submitter, terms.Escrow, out paid) is { } refusal)
                return MarketResult.Refused(book, refusal);
        }

        return Entered(paid, submitter, offer.Header, offer.InitialRoot, offer.Spec, terms, now);
    }

    /// <summary>Makes the sender's offer with this nonce worthless.</summary>
    public static MarketResult RevokeOffer(MarketBook book, Address sender, UInt128 nonce) =>
        book.UsedOffers.Contains((sender, nonce))
            ? MarketResult.Refused(book, Reason.OfferUsed)
            : MarketResult.Accepted(book with { UsedOffers = book.UsedOffers.Add((sender, nonce)) });
}
