using System.Text;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Market;

/// <summary>A job as its submitter signs it and anybody may bring it (M14).</summary>
public sealed record JobOffer
{
    private const string TermsType =
        "Terms(uint96 minPrice,uint96 maxPrice,uint96 stake,uint96 bond,uint32 rampSeconds,uint32 deliverySeconds," +
        "uint32 windowSeconds,uint32 budgetSeconds,uint32 minResponse,uint32 stepAllowance,uint40 closesAt,address token," +
        "address callback,bytes32 solvers,uint96 auditFee,uint96 auditStake,uint16 auditRate,uint16 auditSlots)";

    private const string OfferType =
        "JobOffer(address submitter,bytes32 program,bytes32 initialRoot,bytes32 spec,Terms terms,uint256 nonce,uint40 validUntil)" + TermsType;

    private const string DomainType = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

    /// <summary>Who pays, and whose job it will be.</summary>
    public required Address Submitter { get; init; }

    /// <summary>The program's header (B6); signed is its hash.</summary>
    public required byte[] Header { get; init; }

    public required Hash32 InitialRoot { get; init; }

    public required Hash32 Spec { get; init; }

    public required JobTerms Terms { get; init; }

    /// <summary>Any number that the submitter has neither used nor revoked; the contract admits 256 bits.</summary>
    public required UInt128 Nonce { get; init; }

    /// <summary>The last second in which it may be posted.</summary>
    public required Timestamp ValidUntil { get; init; }

    /// <summary>What the submitter signs for the market at this place: typed data by EIP-712 (B20).</summary>
    public Hash32 Digest(GameSite market)
    {
        var domain = Type(DomainType).Word(Hash("ComputeMarket")).Word(Hash("1")).Wide(market.ChainId);
        Account(domain, market.Contract);
        var offer = Account(Type(OfferType), Submitter)
            .Word(Keccak.Hash(Header)).Word(InitialRoot).Word(Spec).Word(TermsHash());
        return new Packer().Number(0x1901, 2).Word(domain.Hash()).Word(Number(offer, Nonce).Wide(ValidUntil.Seconds).Hash()).Hash();
    }

    private Hash32 TermsHash()
    {
        var packer = Type(TermsType);
        foreach (var amount in (Wei[])[Terms.MinPrice, Terms.MaxPrice, Terms.Stake, Terms.Bond]) Number(packer, amount.Value);
        packer.Wide(Terms.RampSeconds).Wide(Terms.DeliverySeconds).Wide(Terms.WindowSeconds).Wide(Terms.BudgetSeconds)
            .Wide(Terms.MinResponse).Wide(Terms.StepAllowance).Wide(Terms.ClosesAt.Seconds);
        Account(Account(packer, Terms.Token), Terms.Callback).Word(Terms.Solvers);
        Number(Number(packer, Terms.AuditFee.Value), Terms.AuditStake.Value);
        return packer.Wide(Terms.AuditRate).Wide(Terms.AuditSlots).Hash();
    }

    private static Packer Type(string type) => new Packer().Word(Hash(type));

    private static Hash32 Hash(string text) => Keccak.Hash(Encoding.ASCII.GetBytes(text));

    private static Packer Account(Packer packer, Address account) => packer.Bytes(new byte[12]).Address(account);

    private static Packer Number(Packer packer, UInt128 number) =>
        packer.Bytes(new byte[16]).Number((ulong)(number >> 64), 8).Number((ulong)(number & ulong.MaxValue), 8);
}
