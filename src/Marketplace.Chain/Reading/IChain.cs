using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>
/// What can be known of a chain by asking a node. Every method may fail with a <see cref="ChainFailureException"/>.
/// </summary>
public interface IChain
{
    Task<ulong> ChainIdAsync(CancellationToken cancellation);

    /// <summary>The newest block.</summary>
    Task<BlockHeader> HeadAsync(CancellationToken cancellation);

    /// <summary>The block of a height, or null if there is none yet.</summary>
    Task<BlockHeader?> BlockAsync(BlockNumber number, CancellationToken cancellation);

    Task<Wei> BalanceAsync(Address account, CancellationToken cancellation);

    /// <summary>The code of a contract; empty where there is none.</summary>
    Task<byte[]> CodeAsync(Address contract, CancellationToken cancellation);

    Task<Hash32> StorageAsync(Address contract, Hash32 slot, CancellationToken cancellation);

    /// <summary>What a call would come to. A refusal of the contract is a value.</summary>
    Task<CallResult> CallAsync(CallRequest call, CancellationToken cancellation);

    /// <summary>Logs in the order of the chain.</summary>
    Task<IReadOnlyList<ChainLog>> LogsAsync(LogFilter filter, CancellationToken cancellation);

    /// <summary>A transaction, or null while it is in no block.</summary>
    Task<ChainTransaction?> TransactionAsync(Hash32 transaction, CancellationToken cancellation);

    /// <summary>The receipt of a transaction, or null while it is in no block.</summary>
    Task<TransactionReceipt?> ReceiptAsync(Hash32 transaction, CancellationToken cancellation);
}

/// <summary>A question that cannot be refused was refused: wrong address, wrong binding, or a bug.</summary>
public sealed class UnexpectedRevertException(string call, RevertReason reason)
    : Exception($"{call} was refused: {reason}")
{
    public RevertReason Reason { get; } = reason;
}

public static class ChainQuestions
{
    /// <summary>Asks a view function that has no reason to refuse.</summary>
    /// <exception cref="UnexpectedRevertException">It refused.</exception>
    /// <exception cref="AbiFormatException">What answered is no such function, or no contract at all.</exception>
    public static async Task<T> ReadAsync<T>(
        this IChain chain, Address contract, IContractCall<T> call, CancellationToken cancellation, BlockNumber? block = null)
    {
        return await chain.CallAsync(new CallRequest(contract, call.Encode(), Block: block), cancellation) switch
        {
            CallResult.Returned returned => call.DecodeResult(returned.Data),
            CallResult.Reverted reverted =>
                throw new UnexpectedRevertException(call.GetType().Name, reverted.Reason(ErrorTable.Standard)),
            var other => throw new InvariantBrokenException($"A call cannot come to {other}."),
        };
    }
}
