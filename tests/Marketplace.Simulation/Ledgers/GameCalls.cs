using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Simulation.Ledgers;

public sealed record CommitCall(Address Sender, Wei Value, ulong Job, uint Round, Hash32 TraceRoot, uint Nonce, Hash32 Commitment)
    : Call(Sender, Value)
{
    public override Hash32 Subject => Of(Job, Nonce);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Commit(book, Job, Round, TraceRoot, Nonce, Commitment, Sender, Value, now, block);
}

public sealed record OpenCall(Address Sender, ulong Job, uint Nonce, byte[] Salt, byte[] Opening) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Of(Job, Nonce);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Open(book, Job, Nonce, Salt, Opening, Sender, now, block);
}

public sealed record MoveCall(Address Sender, Turn Turn) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Keccak.Hash(Turn.State);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Move(book, Turn, Sender, now);
}

public sealed record TimeoutCall(Address Sender, byte[] State, Address Mover) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Keccak.Hash(State);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Timeout(book, State, Mover, now);
}

public sealed record ReleaseCall(Address Sender, byte[] State, Address Mover) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => Keccak.Hash(State);

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) => MarketRules.Release(book, State, Mover);
}

public sealed record ReleaseCommitmentCall(Address Sender, ulong Job, uint Round, Address Challenger, uint Nonce)
    : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => new Packer().Number(Job, 8).Number(Round, 4).Address(Challenger).Number(Nonce, 4).Hash();

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.ReleaseCommitment(book, Job, Round, Challenger, Nonce);
}

public sealed record ForfeitCall(Address Sender, ulong Job, Address Challenger, uint Nonce) : Call(Sender, Wei.Zero)
{
    public override Hash32 Subject => new Packer().Number(Job, 8).Address(Challenger).Number(Nonce, 4).Hash();

    public override MarketResult Apply(MarketBook book, Timestamp now, ulong block) =>
        MarketRules.Forfeit(book, Job, Challenger, Nonce, block);
}
