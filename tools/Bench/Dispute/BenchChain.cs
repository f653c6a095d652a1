using Marketplace.Chain.Generated;
using Marketplace.World;
using Marketplace.World.Synthetic;

namespace Marketplace.Bench.Dispute;

/// <summary>A chain of our own on which nothing is fresh: players have balances, something is burned.</summary>
public sealed class BenchChain : IDisposable
{
    private readonly Table _table;
    private readonly SyntheticMatch _match;

    /// <param name="genesis">Unix seconds; times are calldata, and no two runs shall cost differently.</param>
    /// <exception cref="BenchException">The contracts are not built, or there is no anvil.</exception>
    public BenchChain(ulong genesis, ulong secondsPerBlock)
    {
        try
        {
            _table = Wait(Table.SetAsync(new AnvilOptions(TimestampSeconds: genesis)));
        }
        catch (InvalidOperationException e)
        {
            throw BenchException.ChainMissing(e.Message);
        }

        _match = new SyntheticMatch(_table);
        Wait(_table.PaceAsync(secondsPerBlock));
        Wait(_match.ReachSteadyStateAsync());
    }

    /// <inheritdoc cref="SyntheticMatch.PlayAsync"/>
    public DisputeCost Play(DisputeShape shape, bool proves = true) => Wait(_match.PlayAsync(shape, proves));

    /// <summary>The transactions of a job that nobody doubts, after it was posted.</summary>
    public IReadOnlyList<(string Name, ulong Gas)> Undisputed(DisputeShape shape) => Wait(UndisputedAsync(shape));

    public void Dispose() => Wait(_table.DisposeAsync().AsTask());

    private async Task<IReadOnlyList<(string, ulong)>> UndisputedAsync(DisputeShape shape)
    {
        var dispute = new SyntheticDispute(shape);
        var job = await _match.PostAsync(dispute);
        var locked = await _match.LockAsync(job);
        var claimed = await _match.ClaimAsync(job, dispute);
        await _table.NextBlockAtAsync(new((await _table.JobAsync(job)).Deadline + 1));
        var finalized = await _table.SendAsync(_table.Solver, new ComputeMarket.FinalizeCall(job));
        return [("lock", locked.GasUsed), ("claim", claimed.GasUsed), ("finalize", finalized.GasUsed)];
    }

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
