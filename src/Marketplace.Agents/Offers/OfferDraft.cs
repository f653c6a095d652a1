using Marketplace.Agents.Submission;
using Marketplace.Blobs;
using Marketplace.Chain;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Offers;

/// <summary>What a submitter says of an offer beside the job itself.</summary>
/// <param name="Nonce">Any number that it has neither used nor revoked.</param>
/// <param name="ValidUntil">The last second in which the offer may be brought.</param>
/// <param name="PermitUntil">The last second of an allowance for the market that is signed along; null for none.</param>
public sealed record OfferDraft(UInt128 Nonce, Timestamp ValidUntil, Timestamp? PermitUntil)
{
    /// <summary>Signs a job instead of posting it, and puts its spec where solvers look for it.</summary>
    /// <exception cref="AgentException">The offer could never be taken as it is.</exception>
    public async Task<SignedOffer> SignAsync(
        PreparedJob job, IBlobStore blobs, IChain chain, Address market, ISigner signer, CancellationToken cancellation)
    {
        var site = new GameSite(await chain.ChainIdAsync(cancellation), market);
        var now = new Timestamp((await chain.HeadAsync(cancellation)).TimestampSeconds);
        if (ValidUntil < now)
        {
            throw new AgentException(
                "OfferExpired", $"The offer would be valid until {ValidUntil.Seconds}, and the chain's time is {now.Seconds}.");
        }

        var terms = job.Market.At(now);
        if (PermitUntil is not null && terms.IsInCoins)
            throw new AgentException("NoToken", "A permit is for the token that a job is paid in, and this one is paid in coins.");

        await Submitter.PublishAsync(blobs, job, cancellation);
        var offer = new JobOffer
        {
            Submitter = signer.Address,
            Header = job.Program.Header(),
            InitialRoot = job.Initial.Root,
            Spec = job.Spec.Id,
            Terms = terms,
            Nonce = Nonce,
            ValidUntil = ValidUntil,
        };
        var permit = PermitUntil is { } until
            ? await TokenPermits.SignAsync(chain, terms.Token, signer, market, terms.Escrow, until, cancellation)
            : [];
        return SignedOffer.By(signer, offer, site, permit);
    }
}
