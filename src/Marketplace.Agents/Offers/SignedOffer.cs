using Marketplace.Chain;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Offers;

/// <summary>A job that its submitter has signed, with everything that somebody needs to bring it (M14).</summary>
/// <param name="Market">For which it was signed.</param>
/// <param name="Signature">r 32 ‖ s 32 ‖ v 1 of a key, or what the submitter's contract takes for a signature.</param>
/// <param name="Permit">Empty, or five words for the token (B20).</param>
public sealed record SignedOffer(GameSite Market, JobOffer Offer, byte[] Signature, byte[] Permit)
{
    public Hash32 Digest => Offer.Digest(Market);

    /// <summary>Whose key made the signature; null if it is none of a key.</summary>
    public Address? Signer => Chain.Signature.Read(Signature) is { } signature ? MemorySigner.Recover(Digest, signature) : null;

    public static SignedOffer By(ISigner signer, JobOffer offer, GameSite market, byte[] permit) =>
        new(market, offer, signer.Sign(offer.Digest(market)).ToArray(), permit);

    /// <summary>Why the chain would refuse the offer now, or null if it would take it.</summary>
    /// <exception cref="AgentException">The node is one of another chain.</exception>
    public async Task<RevertReason?> RefusalAsync(IChain chain, CancellationToken cancellation)
    {
        await RequireChainAsync(chain, cancellation);
        var call = new CallRequest(Market.Contract, MarketContract.CallOf(Offer, Signature, Permit).Encode());
        return await chain.CallAsync(call, cancellation) switch
        {
            CallResult.Reverted refused => refused.Reason(Chain.Generated.ComputeMarket.Errors),
            // No contract at all answers every call, with nothing.
            CallResult.Returned { Data.Length: 0 } => throw new AgentException("NoMarket", $"There is no market at {Market.Contract}."),
            _ => null,
        };
    }

    /// <exception cref="AgentException">The node is one of another chain.</exception>
    public async Task RequireChainAsync(IChain chain, CancellationToken cancellation)
    {
        var id = await chain.ChainIdAsync(cancellation);
        if (id != Market.ChainId)
            throw new AgentException("WrongChain", $"The offer is for chain {Market.ChainId}, and the node is one of chain {id}.");
    }
}
