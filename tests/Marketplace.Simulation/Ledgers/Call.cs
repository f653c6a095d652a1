using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Simulation.Ledgers;

/// <summary>A call of the market as an account signs it.</summary>
/// <param name="Value">Wei sent along; they come back if the call is refused.</param>
public abstract record Call(Address Sender, Wei Value)
{
    /// <summary>What the rules make of it in a block of this time and number.</summary>
    public abstract MarketResult Apply(MarketBook book, Timestamp now, ulong block);

    /// <summary>What the call is about: who has a call about it under way need not send another.</summary>
    public abstract Hash32 Subject { get; }

    protected static Hash32 Of(ulong job, ulong detail = 0) =>
        new(new Packer().Number(0, 8).Number(0, 8).Number(detail, 8).Number(job, 8).ToArray());
}

public sealed record PostCall(Address Sender, Wei Value, byte[] Header, Hash32 Initial, JobTerms Terms) : Call(Sender, Value)
{
    public override Hash32 Subject => Keccak.Hash(Header);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Post(book, Sender, Value, Header, Initial, Hash32.Zero, Terms, now);
}

public sealed record CancelCall(Address Sender, ulong Job) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Of(Job);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Cancel(book, Job, Sender, now);
}

public sealed record LockCall(Address Sender, Wei Value, ulong Job) : Call(Sender, Value)
{
    public override Hash32 Subject => Of(Job);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Lock(book, Job, Sender, Value, now);
}

public sealed record ClaimCall(Address Sender, ulong Job, ImmutableArray<Hash32> Roots) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Of(Job);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Claim(book, Job, Roots, Roots.Length - 1, Sender, now, block);
}

public sealed record ExpireCall(Address Sender, ulong Job) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Of(Job);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Expire(book, Job, now);
}

public sealed record FinalizeCall(Address Sender, ulong Job) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Of(Job);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Finalize(book, Job, now);
}

public sealed record WithdrawCall(Address Sender) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Hash32.Zero;

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Withdraw(book, Sender);
}

public sealed record SweepCall(Address Sender) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Hash32.Zero;

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Sweep(book);
}
