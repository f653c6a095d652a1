using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Simulation.Ledgers;

/// <summary>Lets the market take so much of a token: a call of the token.</summary>
public sealed record ApproveCall(Address Sender, Address Token, Wei Amount) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Hash32.Zero;

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Approve(book, Token, Sender, Amount);
}

public sealed record WithdrawTokenCall(Address Sender, Address Token) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Hash32.Zero;

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.WithdrawToken(book, Token, Sender);
}
