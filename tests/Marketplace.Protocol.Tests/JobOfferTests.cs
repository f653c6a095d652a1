using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Protocol.Tests;

public sealed class JobOfferTests
{
    [Fact]
    public void Digest_IsTheProtocolsExample() =>
        Offer.Digest(Site).ToString().Should().EndWith("fa27dcfc0431856bdb319500df1932c0f6b91f5342123c70211885785742ed6f");

    [Fact]
    public void Digest_DependsOnEveryPart()
    {
        var terms = Offer.Terms;
        JobOffer[] others =
        [
            Offer, Offer with { Submitter = Account("2") }, Offer with { Header = [1] }, Offer with { InitialRoot = One },
            Offer with { Spec = One }, Offer with { Nonce = 3 }, Offer with { Nonce = UInt128.One << 64 | 2 },
            Offer with { ValidUntil = new Timestamp(4) },
            .. ((JobTerms[])
            [
                terms with { MinPrice = new Wei(1) }, terms with { MaxPrice = new Wei(2) }, terms with { Stake = new Wei(1) },
                terms with { Bond = new Wei(1) }, terms with { RampSeconds = 1 }, terms with { DeliverySeconds = 1 },
                terms with { WindowSeconds = 1 }, terms with { BudgetSeconds = 1 }, terms with { MinResponse = 1 },
                terms with { StepAllowance = 1 }, terms with { ClosesAt = new Timestamp(1) }, terms with { Token = Account("1") },
                terms with { Callback = Account("1") }, terms with { Solvers = One }, terms with { AuditFee = new Wei(1) },
                terms with { AuditStake = new Wei(1) }, terms with { AuditRate = 1 }, terms with { AuditSlots = 1 },
            ]).Select(t => Offer with { Terms = t }),
        ];
        Hash32[] digests =
        [
            .. others.Select(o => o.Digest(Site)), Offer.Digest(Site with { ChainId = 1 }), Offer.Digest(Site with { Contract = Account("1") }),
        ];

        digests.Should().OnlyHaveUniqueItems();
    }

    private static readonly GameSite Site = new(31337, Account("c0de"));

    private static readonly Hash32 One = Keccak.Hash(new byte[1]);

    private static readonly JobOffer Offer = new()
    {
        Submitter = Account("1"),
        Header = [0],
        InitialRoot = Hash32.Zero,
        Spec = Hash32.Zero,
        Terms = new JobTerms
        {
            MinPrice = Wei.Zero,
            MaxPrice = new Wei(1),
            Stake = Wei.Zero,
            Bond = Wei.Zero,
            RampSeconds = 0,
            DeliverySeconds = 0,
            WindowSeconds = 0,
            BudgetSeconds = 0,
            MinResponse = 0,
            StepAllowance = 0,
            ClosesAt = default,
        },
        Nonce = 2,
        ValidUntil = new Timestamp(3),
    };

    private static Address Account(string hex) => Address.FromHex(hex.PadLeft(40, '0'));
}
