using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Simulation.Ledgers;

public sealed record StakeCall(Address Sender, Wei Value) : Call(Sender, Value)
{
    public override Hash32 Subject => Hash32.Zero;

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.StakeVerifier(book, Sender, Value, now);
}

public sealed record UnstakeCall(Address Sender, Wei Amount) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Hash32.Zero;

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.UnstakeVerifier(book, Amount, Sender, now);
}

/// <summary>Has the stake that left long enough ago.</summary>
public sealed record LeaveCall(Address Sender) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Hash32.Zero;

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.WithdrawVerifierStake(book, Sender, now);
}

public sealed record DrawSeedCall(Address Sender, ulong Job) : Call(Sender, Wei.Zero)
{
    /// <summary>The hashes of the chain in which the call stands: nobody knows them when it is signed.</summary>
    public Func<ulong, Hash32> HashOf { get; init; } = _ => throw new InvariantBrokenException("the call stands in no block");

    public override Hash32 Subject => Of(Job);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.DrawSeed(book, Job, HashOf, block);
}

public sealed record PassCall(Address Sender, ulong Job, Hash32 TraceRoot, ushort Interval) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Of(Job, Interval);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Pass(book, Job, TraceRoot, Interval, Sender, now);
}

public sealed record UnavailableCall(Address Sender, ulong Job, Hash32 TraceRoot, ushort Interval) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Of(Job, Interval);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Unavailable(book, Job, TraceRoot, Interval, Sender, now);
}

public sealed record ContestCall(Address Sender, Wei Value, ulong Record, VerdictPlace Verdict, uint Nonce, Hash32 Commitment)
    : Call(Sender, Value)
{
    public override Hash32 Subject => Verdict.Key;

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Contest(
        book, Record, Verdict.Job, Verdict.Round, Verdict.Draw, Verdict.Interval, Verdict.Verifier, Nonce, Commitment,
        Sender, Value, now, block);
}

public sealed record CollectCall(Address Sender, VerdictPlace Verdict) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Verdict.Key;

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Collect(
        book, Verdict.Job, Verdict.Round, Verdict.Draw, Verdict.Interval, Verdict.Verifier, now);
}

public sealed record AcknowledgeCall(Address Sender, ulong Job, Hash32 TraceRoot) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Of(Job);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Acknowledge(book, Job, TraceRoot, Sender);
}

public sealed record UndeliveredCall(Address Sender, ulong Job) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Of(Job);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Undelivered(book, Job, now, block);
}

/// <summary>Which verdict is meant (B21).</summary>
public sealed record VerdictPlace(ulong Job, uint Round, byte Draw, ushort Interval, Address Verifier)
{
    public Hash32 Key => GivenVerdict.KeyOf(Job, Round, Draw, Interval, Verifier);

    public static VerdictPlace Of(GivenVerdict v) => new(v.Job, v.Round, v.Draw, v.Interval, v.Verifier);
}
