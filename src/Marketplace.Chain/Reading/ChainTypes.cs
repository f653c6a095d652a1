using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>The height of a block; the genesis is 0.</summary>
public readonly record struct BlockNumber(ulong Value) : IComparable<BlockNumber>
{
    public static BlockNumber operator +(BlockNumber block, ulong blocks) => new(checked(block.Value + blocks));

    public static bool operator <(BlockNumber a, BlockNumber b) => a.Value < b.Value;

    public static bool operator >(BlockNumber a, BlockNumber b) => a.Value > b.Value;

    public static bool operator <=(BlockNumber a, BlockNumber b) => a.Value <= b.Value;

    public static bool operator >=(BlockNumber a, BlockNumber b) => a.Value >= b.Value;

    public int CompareTo(BlockNumber other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What is known of a block without its transactions.</summary>
/// <param name="TimestampSeconds">Seconds since 1970, as contracts of this block see them.</param>
/// <param name="BaseFeePerGas">What every transaction of this block pays at least, in wei per gas.</param>
/// <param name="GasLimit">The most gas that the block can hold.</param>
public sealed record BlockHeader(
    BlockNumber Number, Hash32 Hash, Hash32 ParentHash, ulong TimestampSeconds, Wei BaseFeePerGas, ulong GasLimit);

/// <summary>One log of a mined transaction.</summary>
/// <param name="Index">Its place among all logs of the block.</param>
public sealed record ChainLog(
    Address Address,
    IReadOnlyList<Hash32> Topics,
    byte[] Data,
    BlockNumber Block,
    Hash32 BlockHash,
    Hash32 TransactionHash,
    ulong Index);

/// <summary>Which logs are asked for: from a block to a block, both included.</summary>
/// <param name="Addresses">Logs of these contracts only; none means any.</param>
/// <param name="FirstTopics">Logs of these events only; none means any.</param>
/// <param name="SecondTopic">Logs only whose first indexed value this is; null means any.</param>
public sealed record LogFilter(
    BlockNumber From,
    BlockNumber To,
    IReadOnlyCollection<Address> Addresses,
    IReadOnlyCollection<Hash32> FirstTopics,
    Hash32? SecondTopic = null);

/// <summary>A call that is not sent but only asked for.</summary>
/// <param name="From">Who seems to call; null for the zero address.</param>
/// <param name="GasLimit">Null for as much as the node allows.</param>
/// <param name="Block">At the end of which block; null for the newest.</param>
public sealed record CallRequest(
    Address? To,
    ReadOnlyMemory<byte> Data,
    Address? From = null,
    Wei Value = default,
    ulong? GasLimit = null,
    BlockNumber? Block = null);

/// <summary>What a call that is only asked for comes to.</summary>
public abstract record CallResult
{
    private CallResult()
    {
    }

    public sealed record Returned(byte[] Data) : CallResult;

    /// <param name="Data">The error as the contract encoded it; empty if it said nothing.</param>
    /// <param name="IsOutOfGas">The gas did not suffice; then there is no data.</param>
    public sealed record Reverted(byte[] Data, bool IsOutOfGas) : CallResult
    {
        public RevertReason Reason(ErrorTable errors) =>
            IsOutOfGas ? new RevertReason(RevertReason.OutOfGas, [], Data) : errors.Decode(Data);
    }
}

/// <summary>A transaction that is in a block, as its sender made it.</summary>
/// <param name="To">Who was called; null for a transaction that creates a contract.</param>
/// <param name="Data">Call data, or creation code.</param>
public sealed record ChainTransaction(Hash32 Hash, BlockNumber Block, Address From, Address? To, byte[] Data);

/// <summary>What became of a transaction that is in a block.</summary>
/// <param name="Succeeded">False if it reverted; its gas is paid all the same.</param>
/// <param name="EffectiveGasPrice">In wei per gas.</param>
/// <param name="CreatedContract">The address of the contract that it created, if it did.</param>
public sealed record TransactionReceipt(
    Hash32 TransactionHash,
    BlockNumber Block,
    Hash32 BlockHash,
    bool Succeeded,
    ulong GasUsed,
    Wei EffectiveGasPrice,
    Address? CreatedContract,
    IReadOnlyList<ChainLog> Logs);
