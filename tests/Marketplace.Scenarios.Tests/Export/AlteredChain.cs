using Marketplace.Chain;
using Marketplace.Primitives;

namespace Marketplace.Scenarios.Tests.Export;

/// <summary>A chain of which some blocks and transactions are told otherwise.</summary>
internal sealed class AlteredChain(IChain chain, Func<BlockHeader, BlockHeader> block, Func<ChainTransaction, ChainTransaction> transaction) : IChain
{
    public async Task<BlockHeader?> BlockAsync(BlockNumber number, CancellationToken cancellation) =>
        await chain.BlockAsync(number, cancellation) is { } header ? block(header) : null;

    public async Task<ChainTransaction?> TransactionAsync(Hash32 hash, CancellationToken cancellation) =>
        await chain.TransactionAsync(hash, cancellation) is { } found ? transaction(found) : null;

    public Task<ulong> ChainIdAsync(CancellationToken cancellation) => chain.ChainIdAsync(cancellation);

    public Task<BlockHeader> HeadAsync(CancellationToken cancellation) => chain.HeadAsync(cancellation);

    public Task<Wei> BalanceAsync(Address account, CancellationToken cancellation) => chain.BalanceAsync(account, cancellation);

    public Task<byte[]> CodeAsync(Address contract, CancellationToken cancellation) => chain.CodeAsync(contract, cancellation);

    public Task<Hash32> StorageAsync(Address contract, Hash32 slot, CancellationToken cancellation) =>
        chain.StorageAsync(contract, slot, cancellation);

    public Task<CallResult> CallAsync(CallRequest call, CancellationToken cancellation) => chain.CallAsync(call, cancellation);

    public Task<IReadOnlyList<ChainLog>> LogsAsync(LogFilter filter, CancellationToken cancellation) => chain.LogsAsync(filter, cancellation);

    public Task<TransactionReceipt?> ReceiptAsync(Hash32 hash, CancellationToken cancellation) => chain.ReceiptAsync(hash, cancellation);
}
