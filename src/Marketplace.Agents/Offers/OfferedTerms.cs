using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Offers;

/// <summary>The terms of an offer as texts, in the order in which they are signed (B20).</summary>
public sealed record OfferedTerms
{
    public required string MinPrice { get; init; }
    public required string MaxPrice { get; init; }
    public required string Stake { get; init; }
    public required string Bond { get; init; }
    public required string RampSeconds { get; init; }
    public required string DeliverySeconds { get; init; }
    public required string WindowSeconds { get; init; }
    public required string BudgetSeconds { get; init; }
    public required string MinResponse { get; init; }
    public required string StepAllowance { get; init; }
    public required string ClosesAt { get; init; }
    public required string Token { get; init; }
    public required string Callback { get; init; }
    public required string Solvers { get; init; }
    public required string AuditFee { get; init; }
    public required string AuditStake { get; init; }
    public required string AuditRate { get; init; }
    public required string AuditSlots { get; init; }

    public static OfferedTerms Of(JobTerms t) => new()
    {
        MinPrice = OfferText.Of(t.MinPrice.Value),
        MaxPrice = OfferText.Of(t.MaxPrice.Value),
        Stake = OfferText.Of(t.Stake.Value),
        Bond = OfferText.Of(t.Bond.Value),
        RampSeconds = OfferText.Of(t.RampSeconds),
        DeliverySeconds = OfferText.Of(t.DeliverySeconds),
        WindowSeconds = OfferText.Of(t.WindowSeconds),
        BudgetSeconds = OfferText.Of(t.BudgetSeconds),
        MinResponse = OfferText.Of(t.MinResponse),
        StepAllowance = OfferText.Of(t.StepAllowance),
        ClosesAt = OfferText.Of(t.ClosesAt.Seconds),
        Token = t.Token.ToString(),
        Callback = t.Callback.ToString(),
        Solvers = t.Solvers.ToString(),
        AuditFee = OfferText.Of(t.AuditFee.Value),
        AuditStake = OfferText.Of(t.AuditStake.Value),
        AuditRate = OfferText.Of(t.AuditRate),
        AuditSlots = OfferText.Of(t.AuditSlots),
    };

    /// <exception cref="AgentException">BadOffer.</exception>
    public JobTerms ToTerms() => new()
    {
        MinPrice = Amount(MinPrice, "minPrice"),
        MaxPrice = Amount(MaxPrice, "maxPrice"),
        Stake = Amount(Stake, "stake"),
        Bond = Amount(Bond, "bond"),
        RampSeconds = Seconds(RampSeconds, "rampSeconds"),
        DeliverySeconds = Seconds(DeliverySeconds, "deliverySeconds"),
        WindowSeconds = Seconds(WindowSeconds, "windowSeconds"),
        BudgetSeconds = Seconds(BudgetSeconds, "budgetSeconds"),
        MinResponse = Seconds(MinResponse, "minResponse"),
        StepAllowance = Seconds(StepAllowance, "stepAllowance"),
        ClosesAt = new Timestamp((ulong)OfferText.Number(ClosesAt, 40, Place("closesAt"))),
        Token = OfferText.Account(Token, Place("token")),
        Callback = OfferText.Account(Callback, Place("callback")),
        Solvers = OfferText.Word(Solvers, Place("solvers")),
        AuditFee = Amount(AuditFee, "auditFee"),
        AuditStake = Amount(AuditStake, "auditStake"),
        AuditRate = (ushort)OfferText.Number(AuditRate, 16, Place("auditRate")),
        AuditSlots = (ushort)OfferText.Number(AuditSlots, 16, Place("auditSlots")),
    };

    private static Wei Amount(string text, string name) => new(OfferText.Number(text, 96, Place(name)));

    private static uint Seconds(string text, string name) => (uint)OfferText.Number(text, 32, Place(name));

    private static string Place(string name) => "message.terms." + name;
}
