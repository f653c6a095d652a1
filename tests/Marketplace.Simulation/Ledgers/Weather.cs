using Marketplace.Primitives;

namespace Marketplace.Simulation.Ledgers;

/// <summary>How unkind the chain is, within the bounds under which the protocol promises anything.</summary>
/// <param name="BlockSeconds">Between two blocks.</param>
/// <param name="HoldPercent">How often a transaction has to wait for the next block.</param>
/// <param name="HoldSeconds">How long one may wait in all, from its first sending on, also through re-orgs.</param>
/// <param name="ReorgPercent">How often a block and its predecessors are replaced.</param>
/// <param name="ReorgDepth">How many blocks at most.</param>
public sealed record Weather(uint BlockSeconds, int HoldPercent, uint HoldSeconds, int ReorgPercent, int ReorgDepth)
{
    public Censor? Censor { get; init; }

    /// <summary>From the block that shows something to the one that holds the answer for good: the longest time that a prompt
    /// player may need, censorship apart.</summary>
    public uint LatencySeconds => BlockSeconds * (uint)(3 + ReorgDepth) + HoldSeconds;
}

/// <summary>Keeps somebody's transactions out of the blocks, for a time that is bounded over the whole run.</summary>
/// <param name="AfterTransactions">How many of the victim's are let through first.</param>
/// <param name="Seconds">In all; the protocol promises nothing if it exceeds a side's clock (D6).</param>
/// <param name="EachSeconds">For one transaction.</param>
public sealed record Censor(Address Victim, int AfterTransactions, uint Seconds, uint EachSeconds);
