using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Market;

/// <remarks>Offers that the submitters sign and anybody brings; few nonces, so that they meet again.</remarks>
public sealed partial class Gamblers
{
    private Operation PostSigned(Moment m)
    {
        var header = _dice.Header();
        var interval = header.Length < 46 ? 1 : (uint)(header[6] << 24 | header[7] << 16 | header[8] << 8 | header[9]);
        var offer = new JobOffer
        {
            Submitter = accounts[_dice.Roll(2)],
            Header = header,
            InitialRoot = Garbage.Root(0),
            Spec = Garbage.Root(7),
            Terms = _dice.Special(_dice.Terms(m.Now, interval), around),
            Nonce = Nonce(),
            ValidUntil = _dice.Chance(85) ? m.Now + (ulong)_dice.Roll(50) : new Timestamp(m.Now.Seconds - 1),
        };
        var signature = Signers.Sign(_dice.Chance(92) ? offer.Submitter : accounts[_dice.Roll(2)], offer.Digest(site));
        if (_dice.Chance(5)) signature[_dice.Roll(signature.Length)] ^= 1;
        // What was signed is not what is brought.
        if (_dice.Chance(5)) offer = offer with { Nonce = Nonce() };
        return Operation.PostSigned(
            Anybody(), offer, signature, (account, digest) => Signers.Says(signature, account, digest), Permit(offer, m));
    }

    /// <summary>Mostly one that is right; now and then too small, stale or nonsense, or none at all.</summary>
    private (byte[] Bytes, TokenPermit? Meant) Permit(JobOffer offer, Moment m)
    {
        if (offer.Terms.IsInCoins || _dice.Chance(30)) return ([], null);
        if (_dice.Chance(10)) return (new byte[_dice.Pick<int>([1, 160])], null);
        var token = Book.Tokens[offer.Terms.Token];
        var amount = _dice.Chance(90) ? offer.Terms.Escrow : _dice.Amount();
        var nonce = token.Permits.GetValueOrDefault(offer.Submitter) + (_dice.Chance(90) ? 0u : 1u);
        // The token reads the time of the block: a deadline that is far away is never the reason.
        var bytes = Signers.Permit(site, offer.Terms.Token, offer.Submitter, amount, nonce, m.Now + 1_000_000_000);
        return (bytes, new TokenPermit(amount, nonce, IsSigned: true));
    }

    private Operation RevokeOffer() => Operation.RevokeOffer(accounts[_dice.Roll(3)], Nonce());

    private Operation Deposit() => Operation.Deposit(accounts[_dice.Roll(2)], _dice.Amount() * 2);

    /// <summary>In one word of the contract, at its edges, in the next one, and far away.</summary>
    private UInt128 Nonce() => _dice.Pick<UInt128>(
        [.. Enumerable.Range(0, 12).Select(n => (UInt128)n), 255, 256, 257, 511, UInt128.MaxValue]);
}
