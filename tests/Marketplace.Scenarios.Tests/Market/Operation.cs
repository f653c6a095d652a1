using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Generated;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>One call of the market, as the chain gets it and as the mirror gets it.</summary>
/// <param name="To">The contract that is called; null for the market.</param>
/// <param name="Rule">The mirror's answer in a block of this time and number.</param>
public sealed partial record Operation(
    string Name, Address Sender, IContractCall Call, Func<MarketBook, Timestamp, ulong, MarketResult> Rule, Wei Value = default,
    Address? To = null)
{
    public static Operation Post(Address sender, Wei value, byte[] header, Hash32 initial, Hash32 spec, JobTerms terms) => new(
        "post", sender, new ComputeMarket.PostCall(header, initial, spec, OnChain.Of(terms)),
        (book, now, _) => MarketRules.Post(book, sender, value, header, initial, spec, terms, now), value);

    /// <param name="permit">The bytes that go to the token, and what the mirror has to know of them.</param>
    public static Operation PostSigned(
        Address sender, JobOffer offer, byte[] signature, Func<Address, Hash32, bool> hasSigned, (byte[] Bytes, TokenPermit? Meant) permit) => new(
        permit.Bytes.Length == 0 ? "postSigned" : "postSigned with a permit", sender,
        new ComputeMarket.PostSignedCall(
            offer.Header, offer.InitialRoot, offer.Spec, OnChain.Of(offer.Terms), offer.Submitter, offer.Nonce, offer.ValidUntil.Seconds,
            signature, permit.Bytes),
        (book, now, _) => MarketRules.PostSigned(book, offer, hasSigned, permit.Meant, now));

    public static Operation RevokeOffer(Address sender, UInt128 nonce) => new(
        "revokeOffer", sender, new ComputeMarket.RevokeOfferCall(nonce), (book, _, _) => MarketRules.RevokeOffer(book, sender, nonce));

    public static Operation Deposit(Address sender, Wei value) => new(
        "deposit", sender, new ComputeMarket.DepositCall(), (book, _, _) => MarketRules.Deposit(book, sender, value), value);

    public static Operation Cancel(Address sender, ulong job) => new(
        "cancel", sender, new ComputeMarket.CancelCall(job), (book, now, _) => MarketRules.Cancel(book, job, sender, now));

    public static Operation Lock(Address sender, Wei value, ulong job, IReadOnlyList<Hash32>? proof = null) => new(
        proof is null ? "lock" : "lock with a proof", sender,
        proof is null ? new ComputeMarket.LockCall(job) : new ComputeMarket.Lock2Call(job, proof),
        (book, now, _) => MarketRules.Lock(book, job, sender, value, now, proof), value);

    public static Operation Approve(Address sender, Address token, Wei amount, Address market) => new(
        "approve", sender, new SampleToken.ApproveCall(market, amount.Value),
        (book, _, _) => MarketRules.Approve(book, token, sender, amount), To: token);

    public static Operation WithdrawToken(Address sender, Address token) => new(
        "withdrawToken", sender, new ComputeMarket.WithdrawTokenCall(token),
        (book, _, _) => MarketRules.WithdrawToken(book, token, sender));

    public static Operation Claim(Address sender, ulong job, Hash32[] roots, int blobs) => new(
        "claim", sender, new ComputeMarket.ClaimCall(job, roots, new Hash32[blobs]),
        (book, now, block) => MarketRules.Claim(book, job, roots, blobs, sender, now, block));

    public static Operation Expire(Address sender, ulong job) => new(
        "expire", sender, new ComputeMarket.ExpireCall(job), (book, now, _) => MarketRules.Expire(book, job, now));

    public static Operation Finalize(Address sender, ulong job) => new(
        "finalize", sender, new ComputeMarket.FinalizeCall(job), (book, now, _) => MarketRules.Finalize(book, job, now));

    public static Operation Withdraw(Address sender) => new(
        "withdraw", sender, new ComputeMarket.WithdrawCall(), (book, _, _) => MarketRules.Withdraw(book, sender));

    public static Operation Sweep(Address sender) => new(
        "sweep", sender, new ComputeMarket.SweepCall(), (book, _, _) => MarketRules.Sweep(book));

    public static Operation Commit(Address sender, Wei value, ulong job, uint round, Hash32 traceRoot, uint nonce, Hash32 commitment) => new(
        "commit", sender, new ComputeMarket.CommitCall(job, round, traceRoot, nonce, commitment),
        (book, now, block) => MarketRules.Commit(book, job, round, traceRoot, nonce, commitment, sender, value, now, block), value);

    public static Operation Open(Address sender, ulong job, uint nonce, byte[] salt, byte[] opening) => new(
        "open", sender, new ComputeMarket.OpenCall(job, nonce, salt, opening),
        (book, now, block) => MarketRules.Open(book, job, nonce, salt, opening, sender, now, block));

    public static Operation Dissect(Address sender, byte[] state, byte[] move) => new(
        "dissect", sender, MarketContract.CallOf(new Turn(MoveKind.Dissect, state, move)),
        (book, now, _) => MarketRules.Move(book, new Turn(MoveKind.Dissect, state, move), sender, now));

    public static Operation Timeout(Address sender, byte[] state, Address mover) => new(
        "timeout", sender, new ComputeMarket.TimeoutCall(state, mover),
        (book, now, _) => MarketRules.Timeout(book, state, mover, now));

    public static Operation Release(Address sender, byte[] state, Address mover) => new(
        "release", sender, new ComputeMarket.ReleaseCall(state, mover), (book, _, _) => MarketRules.Release(book, state, mover));

    public static Operation ReleaseCommitment(Address sender, ulong job, uint round, Address challenger, uint nonce) => new(
        "releaseCommitment", sender, new ComputeMarket.ReleaseCommitmentCall(job, round, challenger, nonce),
        (book, _, _) => MarketRules.ReleaseCommitment(book, job, round, challenger, nonce));

    public static Operation Forfeit(Address sender, ulong job, Address challenger, uint nonce) => new(
        "forfeit", sender, new ComputeMarket.ForfeitCall(job, challenger, nonce),
        (book, _, block) => MarketRules.Forfeit(book, job, challenger, nonce, block));
}
