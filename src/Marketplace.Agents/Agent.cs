using Marketplace.Blobs;
using Marketplace.Chain;
using Marketplace.Chain.Market;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol;

namespace Marketplace.Agents;

/// <summary>What every agent works with; chosen by the program that starts it.</summary>
/// <param name="Backend">The machine on which this agent computes.</param>
/// <param name="FirstBlock">The block from which the market's events are read: the one of its deployment.</param>
/// <param name="Poll">How long to wait before looking at the chain again.</param>
public sealed record Agent(
    MarketContract Market,
    IBlobStore Blobs,
    IBackend Backend,
    IAgentLog Log,
    TimeProvider Time,
    IRandomness Randomness,
    BlockNumber FirstBlock,
    TimeSpan Poll)
{
    /// <summary>Waits until there may be something new.</summary>
    public Task RestAsync(CancellationToken cancellation) => Task.Delay(Poll, Time, cancellation);

    /// <summary>Has everything paid out that the market owes to the account, in coins and in a job's token.</summary>
    /// <param name="token">Zero for none.</param>
    internal async Task WithdrawAllAsync(Address token, CancellationToken cancellation)
    {
        var account = Market.Account;
        if (await Market.BalanceAsync(account, cancellation) > Wei.Zero) (await Market.WithdrawAsync(cancellation)).OrRefused();
        if (token != Address.Zero && await Market.BalanceAsync(token, account, cancellation) > 0)
            (await Market.WithdrawTokenAsync(token, cancellation)).OrRefused();
    }

    /// <summary>
    /// Looks again and again until there is a result. A node that fails for a while costs nobody a stake: whatever became
    /// of the last transaction, the next look at the chain shows it (A1).
    /// </summary>
    /// <param name="look">One look; null for nothing new, after which the agent rests.</param>
    public async Task<T> WatchAsync<T>(Func<Task<T?>> look, CancellationToken cancellation)
        where T : class
    {
        while (true)
        {
            try
            {
                if (await look() is { } result) return result;
            }
            catch (ChainFailureException e)
            {
                Log.Say("trouble", e.Message);
            }

            await RestAsync(cancellation);
        }
    }
}

/// <summary>The world did not do what the agent needs: one sentence that says what and what to do.</summary>
/// <param name="reason">The protocol's reason code, or a word of the agent's own.</param>
public sealed class AgentException(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}

public static class AgentTransactions
{
    /// <summary>The transaction, or null if the contract refused it for one of the reasons which only say that somebody else
    /// was faster or that time ran out on the way.</summary>
    /// <exception cref="AgentException">The contract refused it for another reason.</exception>
    public static TransactionResult.Mined? OrLost(this TransactionResult result, params ReadOnlySpan<Reason> races) =>
        result is TransactionResult.Refused refused && (IsOvertaken(refused) || races.Contains(MarketContract.ReasonOf(refused.Reason)))
            ? null
            : result.OrRefused();

    /// <summary>It was foreseen to succeed and failed in its block, and the node has forgotten why: something came before it.</summary>
    private static bool IsOvertaken(TransactionResult.Refused refused) =>
        refused is { Receipt: not null, Reason.Name: RevertReason.Unexplained };

    /// <summary>The transaction, which the agent has every reason to expect to succeed.</summary>
    /// <exception cref="AgentException">The contract refused it; the reason is the contract's.</exception>
    public static TransactionResult.Mined OrRefused(this TransactionResult result) => result switch
    {
        TransactionResult.Mined mined => mined,
        TransactionResult.Refused refused => throw new AgentException(refused.Reason.Name, $"The contract refused: {refused.Reason}."),
        _ => throw new InvariantBrokenException("a transaction is mined or refused"),
    };
}
