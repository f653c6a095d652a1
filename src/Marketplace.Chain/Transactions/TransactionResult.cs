using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>What shall be sent.</summary>
/// <param name="To">The contract called; null creates one.</param>
/// <param name="Data">Call data, or creation code followed by the constructor's arguments.</param>
/// <param name="GasLimit">Null to let the node estimate.</param>
public sealed record TransactionRequest(Address? To, ReadOnlyMemory<byte> Data, Wei Value = default, ulong? GasLimit = null)
{
    public static TransactionRequest Call(Address contract, IContractCall call, Wei value = default, ulong? gasLimit = null) =>
        new(contract, call.Encode(), value, gasLimit);

    /// <param name="creationCode">From the compiler's artifact.</param>
    /// <param name="arguments">The constructor's arguments, encoded by <see cref="Abi.Encode"/>.</param>
    public static TransactionRequest Create(ReadOnlySpan<byte> creationCode, ReadOnlySpan<byte> arguments = default) =>
        new(null, (byte[])[.. creationCode, .. arguments]);
}

/// <summary>What came of a transaction: done, or refused for a reason.</summary>
public abstract record TransactionResult
{
    private TransactionResult()
    {
    }

    /// <summary>It is in a block and did what it should.</summary>
    public sealed record Mined(TransactionReceipt Receipt) : TransactionResult
    {
        public Hash32 Hash => Receipt.TransactionHash;

        public BlockNumber Block => Receipt.Block;

        public ulong GasUsed => Receipt.GasUsed;

        /// <summary>What the gas cost: gas used times the price per gas.</summary>
        public Wei Fee => Receipt.EffectiveGasPrice * Receipt.GasUsed;

        public IReadOnlyList<ChainLog> Logs => Receipt.Logs;

        /// <summary>The events of this kind that the transaction emitted, in order.</summary>
        public IReadOnlyList<TEvent> Events<TEvent>()
            where TEvent : IContractEvent<TEvent> =>
            [.. Logs.Where(l => l.Topics.Count > 0 && l.Topics[0] == TEvent.Definition.Topic).Select(TEvent.Decode)];
    }

    /// <summary>A contract refused it.</summary>
    /// <param name="Receipt">Null if it was never sent and cost nothing; else the block in which it failed and paid its gas.</param>
    public sealed record Refused(RevertReason Reason, TransactionReceipt? Receipt) : TransactionResult;

    /// <summary>For a transaction that cannot be refused, such as a deployment.</summary>
    /// <exception cref="TransactionRefusedException">It was.</exception>
    public Mined OrThrow() => this switch
    {
        Mined mined => mined,
        Refused refused => throw new TransactionRefusedException(refused.Reason),
        _ => throw new InvariantBrokenException("a transaction is mined or refused"),
    };
}

/// <summary>A contract refused what the caller held for certain.</summary>
public sealed class TransactionRefusedException(RevertReason reason) : Exception($"The contract refused: {reason}")
{
    public RevertReason Reason { get; } = reason;
}

/// <summary>The transaction was sent and came into no block in time. It still may.</summary>
public sealed class TransactionNotMinedException(Hash32 hash, TimeSpan waited)
    : ChainFailureException($"Transaction {hash} is in no block after {waited.TotalSeconds:F0} s.")
{
    public Hash32 Hash { get; } = hash;
}
