using System.Numerics;
using Marketplace.Agents;
using Marketplace.Agents.Games;
using Marketplace.Agents.Offers;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Fixtures;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Export;
using Marketplace.Scenarios.Tests.Generated;

namespace Marketplace.Scenarios.Tests.Agents;

/// <summary>Offers as the product signs and reads them, brought to a chain.</summary>
public sealed class SignedOfferTests
{
    private static readonly Timestamp s_far = new(1UL << 39);

    [Fact]
    public async Task AnOfferInCoins_IsTakenOnceItIsPaid_AndOnce()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (submitter, signer) = await NewSubmitterAsync(market);
        var (bringer, words) = await market.NewAgentAsync();
        var signed = await SignAsync(new OfferDraft(3, s_far, null), submitter, signer);
        signed.Signer.Should().Be(signer.Address);
        (await RefusalAsync(signed, bringer)).Should().Be("InsufficientBalance");

        (await submitter.Market.DepositAsync(signed.Offer.Terms.MaxPrice, default)).OrRefused();
        (await RefusalAsync(signed, bringer)).Should().BeNull();
        var posted = (await bringer.Market.PostSignedAsync(signed.Offer, signed.Signature, signed.Permit, default)).OrRefused();
        var job = posted.Events<ComputeMarket.JobPostedEvent>().Single();
        job.Submitter.Should().Be(signer.Address);
        (await RefusalAsync(signed, bringer)).Should().Be("OfferUsed");

        // A solver finds the spec, and what follows can be exported as of any other job.
        var work = new Solver(bringer, new HonestMoves()).WorkAsync(job.Job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), work);
        await market.CloseWindowAsync(bringer, job.Job);
        (await work).Should().Be(JobState.Finalized);
        (await Exported.OfAsync(bringer, job.Job)).Calls.Select(c => c.Kind).Should().Equal(FixtureKind.Lock, FixtureKind.Claim, FixtureKind.Finalize);
    }

    [Fact]
    public async Task AnOfferInTokens_BringsItsPermitAlong()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (submitter, signer) = await NewSubmitterAsync(market);
        var (bringer, _) = await market.NewAgentAsync();
        var token = await market.CreateAsync("SampleToken");
        await market.SendAsync(token, new SampleToken.MintCall(signer.Address, BigInteger.Pow(10, 18)));
        (await RefusalAsync(await SignAsync(new OfferDraft(1, s_far, null), submitter, signer, token), bringer)).Should().Be("TokenRefused");

        var signed = await SignAsync(new OfferDraft(1, s_far, s_far), submitter, signer, token);
        signed.Permit.Should().HaveCount(160);
        (await bringer.Market.PostSignedAsync(signed.Offer, signed.Signature, signed.Permit, default)).OrRefused();
        (await submitter.Market.Chain.ReadAsync(token, new SampleToken.BalanceOfCall(signer.Address), default)).Should().Be(0);

        await FluentActions.Awaiting(() => SignAsync(new OfferDraft(2, s_far, s_far), submitter, signer)).Should().ThrowAsync<AgentException>()
            .Where(e => e.Reason == "NoToken");
    }

    [Fact]
    public async Task AnOfferThatIsRevoked_OrOld_OrOfAnotherMarketOrChain_IsRefused()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (submitter, signer) = await NewSubmitterAsync(market);
        (await submitter.Market.DepositAsync(Wei.Coins(5), default)).OrRefused();
        var signed = await SignAsync(new OfferDraft(300, s_far, null), submitter, signer);
        (await RefusalAsync(signed, submitter)).Should().BeNull();
        (await RefusalAsync(signed with { Offer = signed.Offer with { Nonce = 301 } }, submitter)).Should().Be("BadSignature");
        (await RefusalAsync(signed with { Offer = signed.Offer with { ValidUntil = new Timestamp(1) } }, submitter)).Should().Be("OfferExpired");

        (await submitter.Market.RevokeOfferAsync(300, default)).OrRefused();
        (await RefusalAsync(signed, submitter)).Should().Be("OfferUsed");

        var nobody = new Address([.. Enumerable.Repeat((byte)7, Address.Size)]);
        await ShouldFailAsync(signed with { Market = signed.Market with { Contract = nobody } }, submitter, "NoMarket");
        await ShouldFailAsync(signed with { Market = signed.Market with { ChainId = 1 } }, submitter, "WrongChain");
        await FluentActions.Awaiting(() => SignAsync(new OfferDraft(4, new Timestamp(1), null), submitter, signer)).Should().ThrowAsync<AgentException>()
            .Where(e => e.Reason == "OfferExpired");
    }

    private static async Task<(Agent Agent, ISigner Signer)> NewSubmitterAsync(SmallMarket market)
    {
        using var random = System.Security.Cryptography.RandomNumberGenerator.Create();
        var signer = MemorySigner.Generate(random);
        return ((await market.NewAgentAsync(signer: signer)).Agent, signer);
    }

    /// <summary>Signed, written and read again.</summary>
    private static async Task<SignedOffer> SignAsync(OfferDraft draft, Agent submitter, ISigner signer, Address? token = null)
    {
        var job = token is { } t ? SmallMarket.Job with { Market = SmallMarket.Job.Market with { Token = t.ToString() } } : SmallMarket.Job;
        var signed = await draft.SignAsync(job, submitter.Blobs, submitter.Market.Chain, submitter.Market.Address, signer, default);
        var read = OfferFile.Read(OfferFile.Write(signed));
        read.Digest.Should().Be(signed.Digest);
        (read.Signature, read.Permit, read.Market).Should().BeEquivalentTo((signed.Signature, signed.Permit, signed.Market));
        return read;
    }

    private static async Task<string?> RefusalAsync(SignedOffer signed, Agent anybody) =>
        (await signed.RefusalAsync(anybody.Market.Chain, default))?.Name;

    private static async Task ShouldFailAsync(SignedOffer signed, Agent anybody, string reason) =>
        (await FluentActions.Awaiting(() => RefusalAsync(signed, anybody)).Should().ThrowAsync<AgentException>()).Which.Reason.Should().Be(reason);
}
