using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Chain.Market;

/// <summary>A job's terms as the rules have them and as the contract has them.</summary>
public static class MarketTerms
{
    public static Terms ToChain(this JobTerms t) => new(
        t.MinPrice.Value, t.MaxPrice.Value, t.Stake.Value, t.Bond.Value, t.RampSeconds, t.DeliverySeconds, t.WindowSeconds,
        t.BudgetSeconds, t.MinResponse, t.StepAllowance, t.ClosesAt.Seconds, t.Token, t.Callback, t.Solvers,
        t.AuditFee.Value, t.AuditStake.Value, t.AuditRate, t.AuditSlots);

    public static JobTerms ToRules(this Terms t) => new()
    {
        MinPrice = new Wei(t.MinPrice),
        MaxPrice = new Wei(t.MaxPrice),
        Stake = new Wei(t.Stake),
        Bond = new Wei(t.Bond),
        RampSeconds = t.RampSeconds,
        DeliverySeconds = t.DeliverySeconds,
        WindowSeconds = t.WindowSeconds,
        BudgetSeconds = t.BudgetSeconds,
        MinResponse = t.MinResponse,
        StepAllowance = t.StepAllowance,
        ClosesAt = new Timestamp(t.ClosesAt),
        Token = t.Token,
        Callback = t.Callback,
        Solvers = t.Solvers,
        AuditFee = new Wei(t.AuditFee),
        AuditStake = new Wei(t.AuditStake),
        AuditRate = t.AuditRate,
        AuditSlots = t.AuditSlots,
    };
}
