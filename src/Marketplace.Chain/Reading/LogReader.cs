using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>An event together with where the chain said it.</summary>
public sealed record ChainEvent(ChainLog Log, IContractEvent Event);

/// <summary>The chain took back a block that had been read already: what was learnt from it may never have happened.</summary>
public sealed class ChainReorganisedException(BlockNumber block)
    : ChainFailureException($"Block {block}, which was read already, is no longer part of the chain.")
{
    /// <summary>The newest block that had been read.</summary>
    public BlockNumber Block { get; } = block;
}

/// <summary>
/// Reads the events of some contracts from a block on, in order, each once. It stays a number of blocks behind the
/// head, and it notices when the chain took back the newest block it has read. For one caller at a time.
/// </summary>
/// <param name="contracts">The contracts whose events are read; at least one.</param>
/// <param name="events">The events that are read; others are passed over.</param>
/// <param name="first">The first block to read, for example the one of the deployment.</param>
/// <param name="confirmations">A block is read once this many blocks stand upon it; 0 reads the head.</param>
/// <param name="blocksPerQuestion">Nodes bound how many blocks one question may span.</param>
public sealed class LogReader(
    IChain chain,
    IReadOnlyCollection<Address> contracts,
    EventTable events,
    BlockNumber first,
    ulong confirmations = 0,
    ulong blocksPerQuestion = 2_000)
{
    private (BlockNumber Number, Hash32 Hash)? _last;

    /// <summary>The next block that is read.</summary>
    public BlockNumber Next { get; private set; } = first;

    /// <summary>All events from <see cref="Next"/> up to the confirmed head; afterwards Next stands behind them.</summary>
    /// <exception cref="ChainReorganisedException">Read again from a block that is surely final, with a new reader.</exception>
    /// <exception cref="ChainFailureException">The node failed. Nothing was passed over: ask again.</exception>
    public async Task<IReadOnlyList<ChainEvent>> ReadAsync(CancellationToken cancellation)
    {
        Invariant.That(contracts.Count > 0 && blocksPerQuestion > 0, "a log reader reads some contract");
        var head = await chain.HeadAsync(cancellation);
        await CheckLastAsync(cancellation);
        if (head.Number.Value < confirmations || head.Number.Value - confirmations < Next.Value) return [];

        var end = new BlockNumber(head.Number.Value - confirmations);
        // The hash is taken before the logs: if the block changes in between, the next reading notices.
        var last = confirmations == 0 ? head : await chain.BlockAsync(end, cancellation);
        if (last is null) throw new ChainReorganisedException(end);

        var found = new List<ChainEvent>();
        for (var from = Next; from <= end; from += blocksPerQuestion)
        {
            var to = end.Value - from.Value < blocksPerQuestion ? end : from + (blocksPerQuestion - 1);
            foreach (var log in await chain.LogsAsync(new LogFilter(from, to, contracts, events.Topics), cancellation))
            {
                if (events.TryDecode(log) is { } happened) found.Add(new ChainEvent(log, happened));
            }
        }

        Next = end + 1;
        _last = (last.Number, last.Hash);
        return found;
    }

    private async Task CheckLastAsync(CancellationToken cancellation)
    {
        if (_last is not { } last) return;
        var now = await chain.BlockAsync(last.Number, cancellation);
        if (now?.Hash != last.Hash) throw new ChainReorganisedException(last.Number);
    }
}
